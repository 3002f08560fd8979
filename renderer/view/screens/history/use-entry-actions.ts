import { useMemo } from 'react';
import { useApp, useLanguage, useWords } from '../../app-context.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import { useSave } from '../../use-save.ts';
import { useStartRun } from '../experiments/use-start-run.ts';
import type { GivenOf } from '#contract/wire/host.ts';

type Format = GivenOf<'history.export'>['format'];

/** What can be done with kept experiments. */
export function useEntryActions() {
  const { client } = useApp();
  const { history: say, frame } = useWords();
  const language = useLanguage();
  const { tell, fail } = useNotices();
  const save = useSave();
  const start = useStartRun();
  return useMemo(
    () => ({
      change: (ids: string[], change: GivenOf<'history.change'>['change']) =>
        client.call('history.change', { ids, change }).catch(fail),
      remove: (ids: string[], name: string) =>
        client.call('history.delete', { ids }).then(
          () =>
            tell(say.deleted(name), {
              label: frame.undo,
              run: () => void client.call('history.restore', { ids }).catch(fail),
            }),
          fail,
        ),
      save: (id: string, format: Format) => client.call('history.export', { id, format, language }).then(save, fail),
      again: (id: string) => client.call('history.get', { id }).then(({ plan }) => start(plan), fail),
    }),
    [client, say, frame, language, tell, fail, save, start],
  );
}
