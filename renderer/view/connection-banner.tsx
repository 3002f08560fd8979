import { Unplug } from 'lucide-react';
import { useStore } from 'zustand';
import { useApp, useWords } from './app-context.tsx';
import { Button } from './parts/button.tsx';
import { Notice } from './parts/notice.tsx';

/** Says in place that the host is away; what is on the screen stays. */
export function ConnectionBanner() {
  const { connection } = useWords();
  const { state, abilities } = useStore(useApp().duties.store);
  if (state.kind === 'open' || (state.kind === 'connecting' && abilities === null)) return null;
  const text = {
    connecting: connection.lost,
    lost: connection.lost,
    refused: connection.refused,
    outdated: connection.outdated,
  }[state.kind];
  return (
    <Notice
      tone={state.kind === 'refused' ? 'bad' : 'warn'}
      role="status"
      icon={<Unplug aria-hidden />}
      action={state.kind === 'outdated' && <Button onClick={() => location.reload()}>{connection.reload}</Button>}
    >
      <strong>{text.what}</strong> <span>{text.hint}</span>
    </Notice>
  );
}
