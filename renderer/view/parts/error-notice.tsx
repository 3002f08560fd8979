import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../app-context.tsx';
import { errorText } from '../words/error-text.ts';
import { Notice } from './notice.tsx';

/** An error where it happened: what happened, and what to do. */
export function ErrorNotice({ error, children }: { readonly error: unknown; readonly children?: ReactNode }) {
  const { message, hint } = errorText(error, useWords());
  return (
    <Notice tone="bad" role="alert" icon={<TriangleAlert aria-hidden />} action={children}>
      <p>{message}</p>
      {hint !== '' && <p className="mute">{hint}</p>}
    </Notice>
  );
}
