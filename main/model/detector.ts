/**
 * Detectors are told what happened and when, and answer with what they want. They never wait, ask, or read a clock.
 * Start here; then read detectors/heartbeat.ts and its test.
 */
import type { SocketOptions } from './options.ts';
import type { TcpInfo } from './tcp-info.ts';
import type { Ns } from './time.ts';

/** `main` is the connection under observation; `heartbeat` is the second one of a dedicated heartbeat. */
export type Channel = 'main' | 'heartbeat';

/** What a received or sent chunk was, once decoded. */
export type Content =
  | { readonly kind: 'ping'; readonly sequence: number | null }
  | { readonly kind: 'pong'; readonly sequence: number | null }
  | { readonly kind: 'data' }
  | { readonly kind: 'urgent' };

export type Input = { readonly at: Ns } & (
  | { readonly type: 'connected' }
  | { readonly type: 'received'; readonly channel: Channel; readonly bytes: number; readonly content: Content }
  | { readonly type: 'sent'; readonly channel: Channel; readonly bytes: number; readonly content: Content }
  | { readonly type: 'woke'; readonly timer: string }
  | { readonly type: 'info'; readonly info: TcpInfo }
  /** recv() returned 0: the peer will send no more. EINTR never gets here: it is no disconnect. */
  | { readonly type: 'eof'; readonly channel: Channel }
  /** The kernel gave up or the peer reset: recv() or send() returned an error. */
  | { readonly type: 'failed'; readonly channel: Channel; readonly errno: string; readonly syscall: string }
);

export type Want =
  | { readonly type: 'ping'; readonly channel: Channel; readonly sequence: number }
  | { readonly type: 'write'; readonly channel: Channel }
  | { readonly type: 'urgent' }
  /** One TCP_INFO reading of the main connection, answered by an `info` input. */
  | { readonly type: 'inspect' }
  | { readonly type: 'wake'; readonly timer: string; readonly at: Ns }
  | { readonly type: 'forget'; readonly timer: string }
  | { readonly type: 'verdict'; readonly verdict: Verdict };

/** Silence means alive. `alive` takes a `suspect` back. `dead` and `closed` are final. */
export type Verdict =
  | { readonly kind: 'suspect' | 'alive'; readonly reason: string }
  | { readonly kind: 'dead'; readonly reason: string; readonly errno: string | null }
  | { readonly kind: 'closed'; readonly reason: 'eof'; readonly errno: null };

export interface Step<S> {
  readonly state: S;
  readonly wants: readonly Want[];
}

/**
 * The states of a machine and the events that move it: `{ trusted: { silence: 'suspect' } }`.
 * Machines move only by `follow`, so the diagrams drawn from these tables cannot lie.
 */
export type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Suspicion on the scale of phi: where it counts as death, and since when it has been rising after this state. */
export interface Suspicion<S> {
  readonly threshold: number;
  riseOf(state: S): { readonly since: Ns; readonly expected: Expected };
}

/** When the next sign of life is expected, and how far off that may be. */
export interface Expected {
  readonly meanMs: number;
  readonly deviationMs: number;
}

export interface Detector<S extends { readonly phase: string } = { readonly phase: string }> {
  readonly kind: string;
  readonly table: Table;
  /** What the kernel must do on its behalf; applied when the connection is made. */
  readonly options: SocketOptions;
  /** True when it needs a second connection of its own. */
  readonly dedicated: boolean;
  /** How often the peer must send a PING of its own accord, if at all. */
  readonly peerBeatMs: number | null;
  /** What it takes for a sign of life, when that is not all that is fresh. */
  readonly hears?: (content: Content) => boolean;
  /** How many gaps between signs of life it remembers, when its verdict depends on them. */
  readonly remembers?: number;
  /** A suspicion that grows with the silence, and what it grows from: only of detectors that have one. */
  readonly suspicion?: Suspicion<S>;
  start(at: Ns): Step<S>;
  on(state: S, input: Input): Step<S>;
  /**
   * How it goes on when a peer that it called dead speaks again. A session is over by then, but the replay of a trace is
   * not. Without it a machine has nothing worth keeping, and starts anew.
   */
  revive?(state: S, at: Ns): Step<S>;
}

/**
 * The state that `event` leads to from `phase`.
 * @throws Error when the table has no such edge: a defect in the machine, never in its input.
 */
export function follow(table: Table, phase: string, event: string): string {
  const next = table[phase]?.[event];
  if (next === undefined) throw new Error(`no edge "${event}" from "${phase}"`);
  return next;
}
