/** One session from close up: its events so far, and what the kernel says of it now. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Duties } from './connection.ts';
import type { ItemOf } from '#contract/wire/host.ts';
import type { LiveEvent, SessionId } from '#model/live/live.ts';

export interface SessionDetail {
  readonly events: readonly LiveEvent[];
  /** Null before the first look, and when the session is over. */
  readonly watch: ItemOf<'session.watch'> | null;
}

export interface DetailFace {
  readonly store: StoreApi<SessionDetail>;
  readonly stop: () => void;
}

export function followSession(duties: Duties, session: SessionId): DetailFace {
  const store = createStore<SessionDetail>(() => ({ events: [], watch: null }));
  let seq = 0;
  const stops = [
    duties.whileOpen(async (client, signal) => {
      for await (const batch of client.feed('session.events', { session, afterSeq: seq }, signal)) {
        seq = batch.at(-1)?.seq ?? seq;
        store.setState((state) => ({ events: [...state.events, ...batch.map(({ event }) => event)] }));
      }
    }),
    duties.whileOpen(async (client, signal) => {
      try {
        for await (const watch of client.feed('session.watch', { session }, signal)) store.setState({ watch });
      } finally {
        store.setState({ watch: null });
      }
    }),
  ];
  return {
    store,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
