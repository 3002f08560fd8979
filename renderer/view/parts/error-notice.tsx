import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../app-context.tsx';
import { errorText } from '../words/error-text.ts';

/** An error where it happened: what happened, and what to do. */
export function ErrorNotice({ error, children }: { readonly error: unknown; readonly children?: ReactNode }) {
  const { message, hint } = errorText(error, useWords());
  return (
    <div className="notice notice-bad" role="alert">
      <TriangleAlert aria-hidden />
      <div className="notice-body">
        <p>{message}</p>
        {hint !== '' && <p className="notice-hint">{hint}</p>}
      </div>
      {children}
    </div>
  );
}
