import { useCallback } from 'react';
import { useApp, useWords } from '../../app-context.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import { useDroppedFiles } from '../../use-dropped-files.ts';

/** Takes files of experiments in, each for itself: one that is none changes nothing and says why. */
export function useImport() {
  const { client } = useApp();
  const { history: say } = useWords();
  const { tell, fail } = useNotices();
  const open = useCallback(
    (files: readonly File[]) => {
      for (const file of files)
        void file
          .text()
          .then((text) => client.call('history.import', { name: file.name, text }))
          .then(({ ids, alreadyThere }) => tell(say.imported(file.name, ids.length, alreadyThere)))
          .catch((error: unknown) => fail(error, file.name));
    },
    [client, say, tell, fail],
  );
  return { open, ...useDroppedFiles(open) };
}
