/** The history and what is remembered of a person's choices, as the contract has them. */
import type { Host } from '#contract/wire/host.ts';
import { importBundle } from '#recorder';
import type { History, ImportedSessions } from '#recorder';
import { pause } from './pause.ts';

type HistoryHost = Pick<
  Host,
  Exclude<Extract<keyof Host, `history.${string}` | `preferences.${string}`>, 'history.export'>
>;

/** What another program changed is seen this soon. */
const changesEveryMs = 300;

export function createHistory(history: History): HistoryHost {
  return {
    'history.page': async (query) => history.page(query),
    'history.get': async ({ id }) => history.get(id),
    'history.change': async ({ ids, change }) => done(history.change(ids, change)),
    'history.delete': async ({ ids }) => done(history.hide(ids)),
    'history.restore': async ({ ids }) => done(history.unhide(ids)),
    'history.import': async ({ name, text }) => {
      const { imported, alreadyPresent, sessions } = importBundle(history, text, name);
      return {
        ids: [...imported],
        alreadyThere: alreadyPresent.length,
        ...(sessions !== undefined && { sessions: sessionNumbers(sessions) }),
      };
    },
    'history.changes': (_, signal) => changes(history, signal),
    'preferences.get': async () => history.preferences(),
    'preferences.set': async (chosen) => history.setPreferences(chosen),
  };
}

const sessionNumbers = ({ imported, alreadyPresent, incomplete }: ImportedSessions) => ({
  imported: [...imported],
  alreadyThere: [...alreadyPresent],
  incomplete: [...incomplete],
});

async function* changes(history: History, signal: AbortSignal) {
  let shown = -1;
  do {
    const revision = history.revision();
    if (revision !== shown) yield { revision };
    shown = revision;
  } while (await pause(changesEveryMs, signal));
}

const done = (_: void): null => null;
