import { Unplug } from 'lucide-react';
import { useStore } from 'zustand';
import { useApp, useWords } from './app-context.tsx';
import { Button } from './parts/button.tsx';

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
    <div className={`notice ${state.kind === 'refused' ? 'notice-bad' : 'notice-warn'}`} role="status">
      <Unplug aria-hidden />
      <div className="notice-body">
        <strong>{text.what}</strong> <span>{text.hint}</span>
      </div>
      {state.kind === 'outdated' && <Button onClick={() => location.reload()}>{connection.reload}</Button>}
    </div>
  );
}
