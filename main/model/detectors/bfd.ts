/**
 * Asynchronous mode of BFD (RFC 5880 6.6) over the frames of the heartbeat: both ends send PING of their own accord, and
 * the detection time is what counts. A PONG is no control packet: it would only repeat what the peer's kernel says.
 */
import type { Content, Detector, Step, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import { evenly } from '../evenly.ts';
import { rest } from '../predict/ranges.ts';
import { largestSeed, period } from '../settings/limits.ts';
import { duration, whole } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { detector, readerTraits } from './part.ts';
import type { Traits } from './part.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { isEarly } from './schedule.ts';

/** Eight bits in the packet (RFC 5880 4.1). */
const largestMultiplier = 255;

const settings = {
  minTx: duration(period, 'Desired Min TX Interval of this end'),
  minRx: duration(period, 'Required Min RX Interval of this end'),
  peerMinTx: duration(period, 'Desired Min TX Interval of the peer; that of this end if left out', { sameAs: 'minTx' }),
  peerMinRx: duration(period, 'Required Min RX Interval of the peer; that of this end if left out', {
    sameAs: 'minRx',
  }),
  multiplier: whole(1, largestMultiplier, 'Detect Mult of both ends', { default: 3 }),
  /** The same seed draws the same intervals. */
  seed: whole(0, largestSeed, 'Seed of the jitter of 75 to 100 %', { default: 1 }),
} as const satisfies Settings;

/** Both ends send of their own accord, as often as both agree to. */
export type BfdSettings = Kind<'bfd', typeof settings>;

export const bfd = detector<BfdSettings>({
  kind: 'bfd',
  says: 'Both ends send of their own accord, as BFD in asynchronous mode (RFC 5880)',
  settings,
  example: { kind: 'bfd', ...everyWay(500), multiplier: 3, seed: 1 },
  replay: {
    ignores: ['minTx', 'peerMinRx', 'seed'],
    fit: ({ paceMs }) => ({ kind: 'bfd', ...everyWay(paceMs), multiplier: 3, seed: 1 }),
    isUsual: true,
  },
  ownRule: {
    rule: 'bfd',
    formula: 'multiplier*max(min rx, peer min tx) - age',
    source: 'RFC 5880 6.8.4: detection time in asynchronous mode',
    after: (asked, { sinceHeardMs }) => rest(detectionMs(asked), sinceHeardMs),
  },
  label: (asked) => `bfd ${shortDuration(agreedTxMs(asked))}/${shortDuration(agreedRxMs(asked))}x${asked.multiplier}`,
  machine: machineOf,
  traits: traitsOf,
});

function everyWay(ms: number): Omit<BfdSettings, 'kind' | 'multiplier' | 'seed'> {
  return { minTxMs: ms, minRxMs: ms, peerMinTxMs: ms, peerMinRxMs: ms };
}

function traitsOf(asked: BfdSettings): Traits {
  return {
    ...readerTraits,
    sends: {
      what: 'ping',
      channel: 'main',
      rhythm: 'varying',
      silenceMs: null,
      shortestMs: agreedTxMs(asked) * shortest,
      longestMs: agreedTxMs(asked),
      isPutOffByWrites: false,
    },
    awaits: {
      channel: 'main',
      what: 'beat',
      everyMs: peerPaceMs(asked),
      hearsData: false,
      leastMs: detectionMs(asked),
      patienceMs: detectionMs(asked) - peerPaceMs(asked),
      tries: null,
      takesStale: false,
    },
    budgetMs: detectionMs(asked),
    quietMs: peerPaceMs(asked),
    cycleMs: Math.max(agreedTxMs(asked), agreedRxMs(asked)),
    toleratesLateMs: detectionMs(asked) - peerPaceMs(asked),
  };
}

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
export const detectionMs = (asked: BfdSettings): number => asked.multiplier * agreedRxMs(asked);

/** RFC 5880 6.8.7: each interval is 75 to 100 % of the agreed one; with Detect Mult 1 at most 90 %, or none could be late. */
const shortest = 0.75;
const longest = ({ multiplier }: BfdSettings): number => (multiplier === 1 ? 0.9 : 1);

/** A probe server keeps an even pace: the middle of what jitter would make of it. */
export const peerPaceMs = (asked: BfdSettings): number =>
  Math.round((agreedRxMs(asked) * (shortest + longest(asked))) / 2);

/** From PING number `sequence` to the next. */
export const jitteredMs = (asked: BfdSettings, sequence: number): number =>
  agreedTxMs(asked) * (shortest + (longest(asked) - shortest) * evenly(asked.seed, sequence));

function machineOf(asked: BfdSettings): Detector<BfdState> {
  const heard = (state: BfdState, at: Ns): Step<BfdState> => {
    const expiresAt = plusMs(at, detectionMs(asked));
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
        { type: 'wake', timer: 'ping', at: plusMs(at, jitteredMs(asked, sequence)) },
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
    peerBeatMs: peerPaceMs(asked),
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
