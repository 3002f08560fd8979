/**
 * Asynchronous mode of BFD (RFC 5880 6.6) over the frames of the heartbeat: both ends send PING of their own accord, and
 * the detection time is what counts. A PONG is no control packet: it would only repeat what the peer's kernel says.
 */
import type { Content, Detector, Step, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import { evenly } from '../evenly.ts';
import type { BfdSettings } from '../settings.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { isEarly } from './schedule.ts';

export const bfdTable = {
  up: { due: 'up', heard: 'up', 'detection time expired': 'dead', ...readEdges },
  ...final,
} as const satisfies Table;

export interface BfdState {
  readonly phase: string;
  /** Of the last PING; -1 before the first. */
  readonly sequence: number;
  readonly expiresAt: Ns;
}

/** RFC 5880 6.8.7: an end sends no faster than it desires, and no faster than the other can receive. */
export const agreedTxMs = ({ minTxMs, peerMinRxMs }: BfdSettings): number => Math.max(minTxMs, peerMinRxMs);
export const agreedRxMs = ({ minRxMs, peerMinTxMs }: BfdSettings): number => Math.max(minRxMs, peerMinTxMs);

/** RFC 5880 6.8.4: Detect Mult of the peer times the interval agreed for its sending. */
export const detectionMs = (settings: BfdSettings): number => settings.multiplier * agreedRxMs(settings);

/** RFC 5880 6.8.7: each interval is 75 to 100 % of the agreed one; with Detect Mult 1 at most 90 %, or none could be late. */
const shortest = 0.75;
const longest = ({ multiplier }: BfdSettings): number => (multiplier === 1 ? 0.9 : 1);

/** A probe server keeps an even pace: the middle of what jitter would make of it. */
export const peerPaceMs = (settings: BfdSettings): number =>
  Math.round((agreedRxMs(settings) * (shortest + longest(settings))) / 2);

/** From PING number `sequence` to the next. */
export const jitteredMs = (settings: BfdSettings, sequence: number): number =>
  agreedTxMs(settings) * (shortest + (longest(settings) - shortest) * evenly(settings.seed, sequence));

export function bfd(settings: BfdSettings): Detector<BfdState> {
  const heard = (state: BfdState, at: Ns): Step<BfdState> => {
    const expiresAt = plusMs(at, detectionMs(settings));
    return {
      state: { ...state, phase: follow(bfdTable, state.phase, 'heard'), expiresAt },
      wants: [{ type: 'wake', timer: 'deadline', at: expiresAt }],
    };
  };
  const ping = (state: BfdState, at: Ns): Step<BfdState> => {
    const sequence = state.sequence + 1;
    return {
      state: { ...state, phase: follow(bfdTable, state.phase, 'due'), sequence },
      wants: [
        { type: 'wake', timer: 'ping', at: plusMs(at, jitteredMs(settings, sequence)) },
        { type: 'ping', channel: 'main', sequence },
      ],
    };
  };
  const woke = (state: BfdState, timer: string, at: Ns): Step<BfdState> => {
    if (timer === 'ping') return ping(state, at);
    if (timer !== 'deadline') return { state, wants: [] };
    if (isEarly(at, state.expiresAt)) return { state, wants: [{ type: 'wake', timer, at: state.expiresAt }] };
    // Diagnostic code 1 of RFC 5880 4.1, in its words.
    const verdict = { kind: 'dead', reason: 'control detection time expired', errno: null } as const;
    const phase = follow(bfdTable, state.phase, 'detection time expired');
    return { state: { ...state, phase }, wants: [pronounce(verdict)] };
  };
  return {
    kind: 'bfd',
    table: bfdTable,
    options: {},
    dedicated: false,
    peerBeatMs: peerPaceMs(settings),
    hears: isPing,
    start: (at) => ({ state: { phase: 'up', sequence: -1, expiresAt: at }, wants: [] }),
    on(state, input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'connected') {
        const first = ping(state, input.at);
        const second = heard(first.state, input.at);
        return { state: second.state, wants: [...first.wants, ...second.wants] };
      }
      if (input.type === 'received' && input.channel === 'main' && isPing(input.content)) return heard(state, input.at);
      if (input.type === 'woke') return woke(state, input.timer, input.at);
      return readStep(bfdTable, state, input) ?? { state, wants: [] };
    },
  };
}

const isPing = ({ kind }: Content): boolean => kind === 'ping';
