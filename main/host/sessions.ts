/** Sessions and probe servers as the contract has them: the engine does them, the record shows them. */
import type { Host } from '#contract/wire/host.ts';
import { LiveSessions } from '#engine/live/live-sessions.ts';
import type { LivePorts } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { LiveEvent, SessionId, SessionRow } from '#model/live/live.ts';
import { plusMs } from '#model/time.ts';
import type { SessionRecording } from './history-thread/index.ts';

type Name = 'server.start' | 'server.stop' | Extract<keyof Host, `session.${string}`>;
export type SessionsHost = Pick<Host, Name> & {
  /** Ends every session and every server, and writes the rest of the record. */
  close(): Promise<void>;
};

export interface SessionsParts {
  readonly ports: LivePorts;
  readonly record: SessionRecording;
  readonly log: (line: string) => void;
}

/** Four times a second: what changes faster is told together. */
const tableEveryMs = 250;
const watchEveryMs = 250;
const eventsAtOnce = 500;

export function createSessions({ ports, record, log }: SessionsParts): SessionsHost {
  const live = new LiveSessions(ports, record);
  const { clock } = ports;
  const pause = pauses(ports);
  return {
    'server.start': (place) => live.startServer(place),
    'server.stop': async ({ server }) => done(live.stopServer(server)),
    'session.open': async (asked) => ({ sessions: [...(await live.open(asked))] }),
    'session.close': async ({ sessions }) => done(live.close(sessions)),
    'session.break': async ({ sessions, fault }) => {
      const { struck, alsoStruck, refused } = await live.break(sessions, fault);
      return { struck: [...struck], alsoStruck: [...alsoStruck], refused: [...refused] };
    },
    'session.heal': async ({ sessions }) => done(await live.heal(sessions)),
    'session.dismiss': async ({ sessions }) => done(live.dismiss(sessions)),
    'session.breakable': async ({ session }) => [...live.breakable(session)],
    'session.export': async ({ session, format, language }) => {
      const file = await record.file({ session, row: live.table.rows.get(session) ?? null, format, language });
      if (file === null) throw notThere(session);
      return file;
    },
    'session.past': async (query) => {
      const { total, rows } = await record.pastSessions(query);
      return { total, rows: [...rows] };
    },
    'session.table': (_, signal) => table(live, (ms) => pause(ms, signal), clock.now.bind(clock)),
    'session.events': ({ session, afterSeq }, signal) => events({ live, record, session }, afterSeq, signal),
    'session.watch': ({ session }, signal) => watch(live, session, (ms) => pause(ms, signal)),
    async close() {
      await live.end();
      const rescued = await record.close();
      if (rescued !== null) log(notRecorded(rescued));
    },
  };
}

/** Resolves to true when there is more to do, to false when it is over. */
type Pause = (ms: number) => Promise<boolean>;

async function* table(live: LiveSessions, pause: Pause, now: () => LiveEvent['at']) {
  const subscription = live.table.subscribe();
  let shownServers = -1;
  try {
    for (let first = true, going = true; going; first = false) {
      const { rows, gone, more } = subscription.take();
      const serversChanged = live.serversVersion !== shownServers;
      shownServers = live.serversVersion;
      if (first || rows.length > 0 || gone.length > 0 || serversChanged)
        yield {
          now: now(),
          rows: [...rows],
          gone: [...gone],
          servers: serversChanged ? [...live.servers.rows] : null,
        };
      // The table as it is comes at once, piece by piece; what changes then, a few times a second.
      going = await pause(more === 'beginning' ? 0 : tableEveryMs / (more === 'changes' ? 2 : 1));
    }
  } finally {
    live.table.unsubscribe(subscription);
  }
}

async function* watch(live: LiveSessions, session: SessionId, pause: Pause) {
  const leave = live.watch(session);
  try {
    do {
      if (!live.table.rows.has(session)) return;
      const { now, info, timer, forecasts } = live.inspect(session);
      yield { now, info, timer, forecasts: [...forecasts] };
    } while (await pause(watchEveryMs));
  } finally {
    leave();
  }
}

interface Following {
  readonly live: LiveSessions;
  readonly record: SessionRecording;
  readonly session: SessionId;
}

/** Ends when nothing more can come: with a session that is no longer on the table. */
async function* events({ live, record, session }: Following, afterSeq: number, signal: AbortSignal) {
  if (!live.table.rows.has(session) && (await record.past(session)) === null) throw notThere(session);
  let seq = afterSeq;
  while (!signal.aborted) {
    const isOn = live.table.rows.has(session);
    const { version } = record;
    const found = await record.eventsAfter(session, seq, eventsAtOnce);
    seq = found.at(-1)?.seq ?? seq;
    if (found.length > 0) yield [...found];
    if (found.length === eventsAtOnce) continue;
    if (!isOn || !(await record.changed(version, signal))) return;
  }
}

const notRecorded = (file: string): string =>
  `The end of some live sessions is not in the history. It is in ${file}. Import that file when there is space: ` +
  `halfopen history import ${file}`;

function pauses({ clock }: LivePorts): (ms: number, signal: AbortSignal) => Promise<boolean> {
  return (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve(false);
      const finish = (): void => {
        cancel();
        signal.removeEventListener('abort', finish);
        resolve(!signal.aborted);
      };
      const cancel = clock.at(plusMs(clock.now(), ms), finish);
      signal.addEventListener('abort', finish);
    });
}

const done = (_: void): null => null;

const notThere = (session: SessionRow['session']): HalfopenError =>
  new HalfopenError({
    code: 'no-such-session',
    fault: 'input',
    message: `There is no session ${session}, neither an open one nor in the history.`,
    given: String(session),
  });
