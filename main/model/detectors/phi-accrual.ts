/**
 * PING every `intervalMs`, and a suspicion that grows with the silence: dead when phi reaches the threshold.
 * What is awaited is the next PONG, not the answer to a certain PING: a peer that is slow by a constant is alive.
 */
import type { Content, Detector, Expected, Step, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import type { Known } from '../predict/known.ts';
import { plus, range, rest } from '../predict/ranges.ts';
import { loopSlackMs } from '../predict/kernel/timers.ts';
import { period, periodOrNone } from '../settings/limits.ts';
import { decimal, duration, whole } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { msBetween, plusMs } from '../time.ts';
import type { Ns, RangeMs } from '../time.ts';
import { detector, readerTraits, steadily } from './part.ts';
import type { Traits } from './part.ts';
import { deviationsAt, expectedAfter, expectedOf, firstGaps, silenceAt } from './phi.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { isEarly, nextDue } from './schedule.ts';

/** Below log10(2) the threshold would be reached before the mean. */
const leastThreshold = 0.5;

/** Defaults of Akka (reference.conf, watch-failure-detector) but for the pause, which would hide what is measured. */
const settings = {
  interval: duration(period, 'Time between PINGs'),
  threshold: decimal(
    leastThreshold,
    100,
    'Value of phi at which the peer is declared dead: 1 is wrong once in 10, 8 once in 10^8',
    {
      default: 8,
    },
  ),
  window: whole(1, 10_000, 'Number of gaps between PONGs to remember', { default: 1000 }),
  minDeviation: duration({ minMs: 1, maxMs: period.maxMs }, 'Lower limit of the standard deviation', { default: 100 }),
  pause: duration(periodOrNone, 'Acceptable silence on top of the mean gap', { default: 0 }),
  firstEstimate: duration(period, 'Expected gap before any was measured; the interval if left out', {
    sameAs: 'interval',
  }),
} as const satisfies Settings;

/**
 * PING every `intervalMs`; dead when phi, the suspicion that the gaps between PONGs so far give this silence, reaches
 * `threshold` (Hayashibara et al., SRDS 2004; Akka's detector has the same settings).
 */
export type PhiAccrualSettings = Kind<'phi-accrual', typeof settings>;

export const phiAccrual = detector<PhiAccrualSettings>({
  kind: 'phi-accrual',
  says: 'A suspicion that grows with the silence, on the scale of the gaps so far',
  settings,
  example: {
    kind: 'phi-accrual',
    intervalMs: 500,
    threshold: 8,
    window: 1000,
    minDeviationMs: 100,
    pauseMs: 0,
    firstEstimateMs: 500,
  },
  replay: {
    ignores: ['interval'],
    fit: ({ paceMs }) => ({
      kind: 'phi-accrual',
      intervalMs: paceMs,
      threshold: 8,
      window: 1000,
      // A tenth of the interval, as in Akka (100 ms of 1 s): gaps that are all alike have no deviation.
      minDeviationMs: Math.max(1, Math.round(paceMs / 10)),
      pauseMs: 0,
      firstEstimateMs: paceMs,
    }),
    isUsual: true,
  },
  ownRule: {
    rule: 'phi-accrual',
    formula: 'mean + pause + y(threshold)*max(deviation, min deviation) - age',
    source: 'Hayashibara et al., SRDS 2004, 4.1; main/model/detectors/phi.ts, silenceAt',
    after: untilPhi,
  },
  label({ intervalMs, threshold, pauseMs }) {
    const pause = pauseMs === 0 ? '' : ` pause ${shortDuration(pauseMs)}`;
    return `phi-accrual ${shortDuration(intervalMs)} phi ${threshold}${pause}`;
  },
  machine: machineOf,
  traits: traitsOf,
});

/** Gaps that a trial lets it see before the fault: after one it still knows next to nothing. */
const learningGaps = 10;

function traitsOf(asked: PhiAccrualSettings): Traits {
  const { intervalMs, threshold, window, pauseMs, minDeviationMs } = asked;
  const budgetMs = Math.ceil(silenceAt(threshold, expectedOf(firstGaps(asked), asked)));
  return {
    ...readerTraits,
    sends: steadily('ping', intervalMs),
    awaits: {
      channel: 'main',
      what: 'pong',
      everyMs: null,
      hearsData: false,
      leastMs: intervalMs + pauseMs + deviationsAt(threshold) * minDeviationMs,
      patienceMs: 0,
      tries: null,
      takesStale: true,
    },
    budgetMs,
    quietMs: intervalMs,
    cycleMs: intervalMs * Math.min(window, learningGaps),
    toleratesLateMs: pauseMs + deviationsAt(threshold) * minDeviationMs,
  };
}

/**
 * From the fault until phi reaches the threshold: closed when the gaps are measured. Before a run they are only bounded:
 * none seen yet, or many, each the interval within what event loops and network add.
 */
function untilPhi(asked: PhiAccrualSettings, { gaps, sinceHeardMs }: Known): RangeMs {
  const { threshold } = asked;
  if (gaps) return rest(silenceAt(threshold, expectedAfter(gaps, asked)), sinceHeardMs);
  const { intervalMs, firstEstimateMs, minDeviationMs, pauseMs, window } = asked;
  const madeUp = firstEstimateMs / 4;
  // Variance within what was made up and what was seen, and between them: at most when they are equally many.
  const within = Math.max(madeUp, loopSlackMs);
  const apart = Math.abs(firstEstimateMs - intervalMs) + madeUp + loopSlackMs;
  const widest = Math.max(minDeviationMs, Math.sqrt(within ** 2 + apart ** 2 / 4));
  // The longer of the two that were made up is the last to be forgotten.
  const last = Math.max(0, firstEstimateMs + madeUp - intervalMs) / window;
  const mean = range(
    Math.max(0, Math.min(firstEstimateMs, intervalMs - loopSlackMs)),
    Math.max(firstEstimateMs, intervalMs + last + loopSlackMs),
  );
  const away = range(deviationsAt(threshold) * minDeviationMs, deviationsAt(threshold) * widest);
  const { fromMs, toMs } = plus(plus(mean, away), range(pauseMs));
  return range(rest(fromMs, sinceHeardMs).fromMs, rest(toMs, sinceHeardMs).toMs);
}

export const phiAccrualTable = {
  trusted: { due: 'trusted', heard: 'trusted', 'phi reached': 'dead', ...readEdges },
  ...final,
} as const satisfies Table;

export interface PhiAccrualState {
  readonly phase: string;
  /** Of the last PING; -1 before the first. */
  readonly sequence: number;
  readonly pingAt: Ns;
  /** Before the first PONG the connection itself stands for it. */
  readonly heardAt: Ns;
  readonly hasHeard: boolean;
  /** The last gaps, at most `window`, made-up ones among them at first. */
  readonly gapsMs: readonly number[];
  /** Of the next heartbeat, by these gaps. */
  readonly expected: Expected;
  /** When phi reaches the threshold if nothing is heard. */
  readonly deadAt: Ns;
}

function machineOf(asked: PhiAccrualSettings): Detector<PhiAccrualState> {
  const { intervalMs, threshold, window } = asked;
  const trust = (state: PhiAccrualState, at: Ns): Step<PhiAccrualState> => trusting(heardAt(state, asked, at));
  const heard = (state: PhiAccrualState, at: Ns): Step<PhiAccrualState> => {
    const phase = follow(phiAccrualTable, state.phase, 'heard');
    if (!state.hasHeard) return trust({ ...state, phase, hasHeard: true }, at);
    return trust({ ...state, phase, gapsMs: [...state.gapsMs, msBetween(state.heardAt, at)].slice(-window) }, at);
  };
  const ping = (state: PhiAccrualState, pingAt: Ns): Step<PhiAccrualState> => {
    const phase = follow(phiAccrualTable, state.phase, 'due');
    const sequence = state.sequence + 1;
    return {
      state: { ...state, phase, sequence, pingAt },
      wants: [
        { type: 'wake', timer: 'ping', at: pingAt },
        { type: 'ping', channel: 'main', sequence },
      ],
    };
  };
  const woke = (state: PhiAccrualState, timer: string, at: Ns): Step<PhiAccrualState> => {
    if (timer === 'ping') return ping(state, nextDue(state.pingAt, intervalMs, at));
    if (timer !== 'deadline') return { state, wants: [] };
    if (isEarly(at, state.deadAt)) return { state, wants: [{ type: 'wake', timer, at: state.deadAt }] };
    const reason = `phi reached ${threshold}`;
    const phase = follow(phiAccrualTable, state.phase, 'phi reached');
    return { state: { ...state, phase }, wants: [pronounce({ kind: 'dead', reason, errno: null })] };
  };
  return {
    kind: 'phi-accrual',
    table: phiAccrualTable,
    options: {},
    dedicated: false,
    peerBeatMs: null,
    hears: isPong,
    remembers: window,
    suspicion: { threshold, riseOf: ({ heardAt: since, expected }) => ({ since, expected }) },
    start: (at) => ({ state: begin(asked, at), wants: [] }),
    on(state, input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'connected') return both(ping(state, plusMs(input.at, intervalMs)), trust, input.at);
      if (input.type === 'received' && input.channel === 'main' && isPong(input.content)) return heard(state, input.at);
      if (input.type === 'woke') return woke(state, input.timer, input.at);
      return readStep(phiAccrualTable, state, input) ?? { state, wants: [] };
    },
    // The gap that was taken for death is not remembered, or one long pause would spoil the scale for long (Akka).
    revive: (state, at) => trust({ ...state, phase: 'trusted', hasHeard: true }, at),
  };
}

const trusting = (state: PhiAccrualState): Step<PhiAccrualState> => ({
  state,
  wants: [{ type: 'wake', timer: 'deadline', at: state.deadAt }],
});

const isPong = ({ kind }: Content): boolean => kind === 'pong';

function begin(asked: PhiAccrualSettings, at: Ns): PhiAccrualState {
  const gapsMs = firstGaps(asked).slice(-asked.window);
  return {
    phase: 'trusted',
    sequence: -1,
    pingAt: at,
    heardAt: at,
    hasHeard: false,
    gapsMs,
    expected: expectedOf(gapsMs, asked),
    deadAt: at,
  };
}

function heardAt(state: PhiAccrualState, asked: PhiAccrualSettings, at: Ns): PhiAccrualState {
  const expected = expectedOf(state.gapsMs, asked);
  return { ...state, heardAt: at, expected, deadAt: plusMs(at, silenceAt(asked.threshold, expected)) };
}

type Then = (state: PhiAccrualState, at: Ns) => Step<PhiAccrualState>;

function both(first: Step<PhiAccrualState>, then: Then, at: Ns): Step<PhiAccrualState> {
  const second = then(first.state, at);
  return { state: second.state, wants: [...first.wants, ...second.wants] };
}
