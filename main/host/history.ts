/** The history and what is remembered of a person's choices, as the contract has them. */
import type { Host } from '#contract/wire/host.ts';
import type { ThreadedHistory } from './history-thread/index.ts';
import type { ImportedSessions } from '#recorder';
import { pause } from './pause.ts';

type HistoryHost = Pick<
  Host,
  Exclude<Extract<keyof Host, `history.${string}` | `preferences.${string}` | `trace.${string}`>, 'history.export'>
>;

/** What another program changed is seen this soon. */
const changesEveryMs = 300;

export function createHistory(history: ThreadedHistory): HistoryHost {
  return {
    'history.page': (query) => history.ask('page', query),
    'history.get': ({ id }) => history.ask('get', id),
    'history.change': async ({ ids, change }) => done(await history.ask('change', ids, change)),
    'history.delete': async ({ ids }) => done(await history.ask('hide', ids)),
    'history.restore': async ({ ids }) => done(await history.ask('unhide', ids)),
    'history.import': async ({ name, text }) => {
      const { imported, alreadyPresent, sessions } = await history.import(text, name);
      return {
        ids: [...imported],
        alreadyThere: alreadyPresent.length,
        ...(sessions !== undefined && { sessions: sessionNumbers(sessions) }),
      };
    },
    'history.changes': (_, signal) => changes(history, signal),
    'preferences.get': () => history.ask('preferences'),
    'preferences.set': (chosen) => history.ask('setPreferences', chosen),
    'trace.list': async ({ run }) => ({ run, trials: await history.ask('traces', run) }),
    'trace.get': async ({ run, trial }) => ({ run, trial, ...(await history.ask('trace', run, trial)) }),
  };
}

const sessionNumbers = ({ imported, alreadyPresent, incomplete }: ImportedSessions) => ({
  imported: [...imported],
  alreadyThere: [...alreadyPresent],
  incomplete: [...incomplete],
});

async function* changes(history: ThreadedHistory, signal: AbortSignal) {
  let shown = -1;
  do {
    const revision = await history.ask('revision');
    if (revision !== shown) yield { revision };
    shown = revision;
  } while (await pause(changesEveryMs, signal));
}

const done = (_: void): null => null;
