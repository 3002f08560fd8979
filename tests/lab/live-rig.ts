/** Live sessions over real sockets, with a record in memory. */
import { hostContract } from '#contract/wire/host.ts';
import type { FeedName, ItemOf } from '#contract/wire/host.ts';
import { createSessions } from '#host';
import type { SessionsHost } from '#host';
import { expect } from 'vitest';
import type { LivePorts } from '#engine/ports.ts';
import type { LiveEvent, ServerRow, SessionRow } from '#model/live/live.ts';
import type { Prediction } from '#model/prediction.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { createLivePorts } from '#platform';
import { ThreadedHistory } from '#host/history-thread/index.ts';
import type { SessionRecording } from '#host/history-thread/index.ts';

export const heartbeat: DetectorSettings = {
  kind: 'heartbeat',
  idleMs: 300,
  intervalMs: 300,
  tries: 2,
  from: 'client',
  frame: 'classic',
};
export const keepalive: DetectorSettings = { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 1 };

export const watching = (row: SessionRow): boolean => row.state === 'watching' && row.tcpState !== null;
export const healed = ({ struck }: SessionRow): boolean => (struck?.ended ?? null) !== null;
export const over = (row: SessionRow): boolean => row.endedAt !== null;

export function expectWithin(ms: number | null, prediction: Prediction | null | undefined): void {
  expect(prediction).toMatchObject({ kind: 'interval' });
  const { fromMs, toMs } = prediction as Prediction & { kind: 'interval' };
  expect(ms).toBeGreaterThanOrEqual(fromMs);
  expect(ms).toBeLessThanOrEqual(toMs);
}

type Opening = Parameters<SessionsHost['session.open']>[0];
type Row = SessionRow & { readonly verdictMs: number | null };

export interface LiveRig {
  readonly host: SessionsHost;
  readonly ports: LivePorts;
  readonly record: SessionRecording;
  /** The table as a view has it. */
  readonly rows: ReadonlyMap<number, SessionRow>;
  readonly servers: () => readonly ServerRow[];
  start(place?: Partial<{ host: string; port: number | null; pongDelayMs: number }>): Promise<ServerRow>;
  open(to: Opening['to'], asked?: Partial<Omit<Opening, 'to'>>): Promise<readonly number[]>;
  break(sessions: readonly number[], fault: Fault): ReturnType<SessionsHost['session.break']>;
  /** One session to a server of its own, watched. */
  opened(
    detector?: DetectorSettings,
    asked?: object,
  ): Promise<{ readonly server: ServerRow; readonly session: number }>;
  /** Resolves when the row is as `test` wants it. */
  until(session: number, test: (row: SessionRow) => boolean): Promise<Row>;
  events(session: number): Promise<readonly LiveEvent[]>;
  end(): Promise<void>;
}

const signal = new AbortController().signal;

/** What a view gets of an item: every test shows that the contract holds. */
export function acrossWire<K extends FeedName>(name: K, item: unknown): ItemOf<K> {
  return hostContract[name].item.parse(JSON.parse(JSON.stringify(item))) as ItemOf<K>;
}

export async function createLiveRig(ports: LivePorts = createLivePorts()): Promise<LiveRig> {
  const history = await ThreadedHistory.open(':memory:');
  const record = history.recordSessions();
  const host = createSessions({ ports, record, log: () => {} });
  const rows = new Map<number, SessionRow>();
  let servers: readonly ServerRow[] = [];
  const waiting = new Set<() => void>();
  const stop = new AbortController();
  const following = follow();

  async function follow(): Promise<void> {
    for await (const given of host['session.table'](null, stop.signal)) {
      const item = acrossWire('session.table', given);
      for (const row of item.rows) rows.set(row.session, row);
      for (const gone of item.gone) rows.delete(gone);
      servers = item.servers ?? servers;
      for (const look of waiting) look();
    }
  }

  const rig: LiveRig = {
    host,
    ports,
    record,
    rows,
    servers: () => servers,
    start: async (place = {}) =>
      host['server.start']({ host: '127.0.0.1', port: null, pongDelayMs: 0, ...place }, signal),
    open: async (to, asked = {}) =>
      (
        await host['session.open'](
          { to, detectors: [heartbeat], options: {}, traffic: 'idle', count: 1, ...asked },
          signal,
        )
      ).sessions,
    break: (sessions, fault) => host['session.break']({ sessions: [...sessions], fault }, signal),
    until: (session, test) =>
      new Promise((resolve) => {
        const look = (): void => {
          const row = rows.get(session);
          if (row === undefined || !test(row)) return;
          waiting.delete(look);
          const { struck, verdictAt } = row;
          resolve({ ...row, verdictMs: struck && verdictAt && (verdictAt - struck.began.from) / 1e6 });
        };
        waiting.add(look);
        look();
      }),
    async opened(detector = heartbeat, asked = {}) {
      const server = await rig.start();
      const [session = 0] = await rig.open({ server: server.server }, { detectors: [detector], ...asked });
      await rig.until(session, watching);
      return { server, session };
    },
    async events(session) {
      await record.flush();
      return (await record.eventsAfter(session, 0, 100_000)).map(({ event }) => event);
    },
    async end() {
      stop.abort();
      await following;
      await host.close();
      await history.close();
    },
  };
  return rig;
}
