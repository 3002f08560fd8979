import { useCallback } from 'react';
import { useApp, useWords } from '../../app-context.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import { useDroppedFiles } from '../../use-dropped-files.ts';
import { useDraft } from './builder/draft.ts';

/** Takes an experiment file in as the draft; a file that is none changes nothing and says every problem. */
export function useOpenedPlan(): (file: File) => Promise<void> {
  const { client } = useApp();
  const { experiments, frame } = useWords();
  const { tell, fail } = useNotices();
  const draft = useDraft();
  return useCallback(
    async (file) => {
      try {
        const { plan } = await client.call('plan.parse', { name: file.name, text: await file.text() });
        const before = draft.getState();
        draft.setState(plan, true);
        tell(experiments.replaced(file.name), { label: frame.undo, run: () => draft.setState(before, true) });
      } catch (error) {
        fail(error, file.name);
      }
    },
    [client, draft, experiments, frame, tell, fail],
  );
}

export function useDroppedPlan() {
  const open = useOpenedPlan();
  return useDroppedFiles(([file]) => {
    if (file !== undefined) void open(file);
  });
}
