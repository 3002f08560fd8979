import { useCallback } from 'react';
import type { OutputOf } from '#contract/wire/host.ts';
import { useApp, useWords } from '../../app-context.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import type { Words } from '../../words/en/index.ts';
import { useDroppedFiles } from '../../use-dropped-files.ts';

type Answer = OutputOf<'history.import'>;

function said(file: string, { ids, alreadyThere, sessions }: Answer, say: Words['history']): string {
  if (sessions === undefined) return say.imported(file, ids.length, alreadyThere);
  const { imported, alreadyThere: present, incomplete } = sessions;
  return say.importedSessions(file, imported.length, present.length, incomplete);
}

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
          .then((answer) => tell(said(file.name, answer, say)))
          .catch((error: unknown) => fail(error, file.name));
    },
    [client, say, tell, fail],
  );
  return { open, ...useDroppedFiles(open) };
}
