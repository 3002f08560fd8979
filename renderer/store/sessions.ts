/** The table of live sessions and our probe servers, as the host tells them. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Duties } from './connection.ts';
import type { ServerRow, SessionId, SessionRow } from '#model/live/live.ts';
import type { Ns } from '#model/time.ts';

export interface SessionsState {
  /** The newest first; the same array until something changes. */
  readonly rows: readonly SessionRow[];
  readonly servers: readonly ServerRow[];
  /** False until the first answer. */
  readonly isKnown: boolean;
  readonly now: Ns;
}

export interface TableChange {
  readonly now: Ns;
  readonly rows: readonly SessionRow[];
  readonly gone: readonly SessionId[];
  readonly servers: readonly ServerRow[] | null;
}

const nothing: SessionsState = { rows: [], servers: [], isKnown: false, now: 0 as Ns };

/** The table after a change. Rows that did not change stay the same objects. */
export function changed(state: SessionsState, { now, rows, gone, servers }: TableChange): SessionsState {
  const next = { ...state, now, isKnown: true, servers: servers ?? state.servers };
  if (rows.length === 0 && gone.length === 0) return next;
  const table = new Map(state.rows.map((row) => [row.session, row]));
  for (const row of rows) table.set(row.session, row);
  for (const session of gone) table.delete(session);
  return { ...next, rows: [...table.values()].toSorted((a, b) => b.session - a.session) };
}

export interface SessionsFace {
  readonly store: StoreApi<SessionsState>;
  readonly stop: () => void;
}

export function followSessions(duties: Duties, onTime: (now: Ns) => void): SessionsFace {
  const store = createStore<SessionsState>(() => nothing);
  const stop = duties.whileOpen(async (client, signal) => {
    let isFirst = true;
    for await (const change of client.feed('session.table', null, signal)) {
      onTime(change.now);
      // After a lost connection the table comes whole: what is not in it any more is gone.
      store.setState(changed(isFirst ? { ...store.getState(), rows: [] } : store.getState(), change), true);
      isFirst = false;
    }
  });
  return { store, stop };
}
