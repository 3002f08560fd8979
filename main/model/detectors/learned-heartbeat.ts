/**
 * PING after an interval of silence that is learned: longer each time it holds, as long as the path lets it be. What mobile
 * push services do to save radio (Tencent Mars, smart_heartbeat.h: grow by 60 s, settle 20 s below what held).
 */
import type { Detector, Input, Step, Table, Want } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import { range, shift } from '../predict/ranges.ts';
import { mostTries, period, periodOrNone } from '../settings/limits.ts';
import { decimal, duration, whole } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { detector, readerTraits } from './part.ts';
import type { Traits } from './part.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { isEarly, nextDue } from './schedule.ts';
import { isStalePong } from './stale-pong.ts';

const settings = {
  start: duration(period, 'First interval of silence before a PING; never shorter'),
  max: duration(period, 'Longest interval; at least start'),
  step: duration(periodOrNone, 'How much to add to an interval that worked', { default: 0 }),
  factor: decimal(1, 10, 'Factor for an interval that worked', { default: 1 }),
  margin: duration(periodOrNone, 'How far to stay below the longest interval that worked', { default: 0 }),
  timeout: duration(period, 'How long an answer may take before the PING is repeated'),
  tries: whole(1, mostTries, 'Unanswered PINGs until the peer is declared dead'),
} as const satisfies Settings;

/**
 * The interval before a PING grows while the path holds (`x factor + stepMs`, up to `maxMs`). A PING that is answered only
 * when repeated ends that: `marginMs` below the longest interval that held. Dead after `tries` unanswered.
 */
export type LearnedHeartbeatSettings = Kind<'learned-heartbeat', typeof settings>;

export const learnedHeartbeat = detector<LearnedHeartbeatSettings>({
  kind: 'learned-heartbeat',
  says: 'PING after a silence that grows while the path holds, as mobile push services do',
  settings,
  example: {
    kind: 'learned-heartbeat',
    startMs: 1000,
    stepMs: 1000,
    factor: 1,
    maxMs: 5000,
    marginMs: 500,
    timeoutMs: 1000,
    tries: 3,
  },
  replay: 'makes-arrivals',
  ownRule: {
    rule: 'learned-heartbeat',
    formula: 'next PING of the learned interval + tries*timeout',
    source: 'main/model/detectors/learned-heartbeat.ts',
    after: ({ maxMs, tries, timeoutMs }, { untilPingMs }) => shift(untilPingMs ?? range(0, maxMs), tries * timeoutMs),
  },
  label: ({ startMs, maxMs, timeoutMs, tries }) =>
    `learned-heartbeat ${shortDuration(startMs)}..${shortDuration(maxMs)}/${shortDuration(timeoutMs)}/${tries}`,
  machine: machineOf,
  traits: traitsOf,
  misfit: ({ startMs, maxMs }) =>
    maxMs < startMs ? { setting: 'max', allowed: `at least start, ${startMs}ms` } : null,
});

function traitsOf(asked: LearnedHeartbeatSettings): Traits {
  const { startMs, maxMs, timeoutMs, tries } = asked;
  return {
    ...readerTraits,
    sends: {
      what: 'ping',
      channel: 'main',
      rhythm: 'varying',
      silenceMs: null,
      shortestMs: Math.min(startMs, timeoutMs),
      longestMs: maxMs,
      isPutOffByWrites: false,
    },
    awaits: {
      channel: 'main',
      what: 'pong',
      everyMs: null,
      hearsData: true,
      leastMs: startMs + tries * timeoutMs,
      patienceMs: timeoutMs,
      tries,
      takesStale: false,
    },
    budgetMs: maxMs + tries * timeoutMs,
    quietMs: maxMs,
    cycleMs: startMs + grownMs(asked, startMs),
    toleratesLateMs: timeoutMs,
  };
}

const asking = { stale: 'asking', unanswered: 'suspect', exhausted: 'dead', ...readEdges } as const;

export const learnedHeartbeatTable = {
  growing: { heard: 'growing', stale: 'growing', silence: 'asking', ...readEdges },
  settled: { heard: 'settled', stale: 'settled', silence: 'asking', ...readEdges },
  asking: { held: 'growing', 'held as before': 'settled', ...asking },
  suspect: { 'heard again': 'settled', ...asking, stale: 'suspect' },
  ...final,
} as const satisfies Table;

export interface LearnedHeartbeatState {
  readonly phase: string;
  /** When the silence, or the last PING's time to be answered, is over. */
  readonly dueAt: Ns;
  /** The silence after which a PING is sent now. */
  readonly intervalMs: number;
  /** The longest that was answered at once; null before any was. */
  readonly heldMs: number | null;
  readonly isSettled: boolean;
  /** PINGs sent since something was heard. */
  readonly asked: number;
  /** Of the last PING; -1 before the first. */
  readonly sequence: number;
}

type State = LearnedHeartbeatState;
type Received = Input & { readonly type: 'received' };

function machineOf(asked: LearnedHeartbeatSettings): Detector<State> {
  return {
    kind: 'learned-heartbeat',
    table: learnedHeartbeatTable,
    options: {},
    dedicated: false,
    peerBeatMs: null,
    start: (at) => ({ state: begin(asked, at), wants: [] }),
    on(state, input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'connected') return listen(begin(asked, input.at), input.at);
      if (input.type === 'received' && input.channel === 'main') return received(asked, state, input);
      if (input.type === 'woke' && input.timer === 'ping') return woke(asked, state, input.at);
      return readStep(learnedHeartbeatTable, state, input) ?? { state, wants: [] };
    },
  };
}

const begin = ({ startMs }: LearnedHeartbeatSettings, at: Ns): State => ({
  phase: 'growing',
  dueAt: at,
  intervalMs: startMs,
  heldMs: null,
  isSettled: false,
  asked: 0,
  sequence: -1,
});

/** The interval to try after one that held. */
export const grownMs = ({ factor, stepMs, maxMs }: LearnedHeartbeatSettings, intervalMs: number): number =>
  Math.min(maxMs, Math.max(intervalMs, Math.round(intervalMs * factor + stepMs)));

/** Below the longest that held, for what lies between it and the one that did not is unknown; never below the start. */
const settledMs = ({ startMs, marginMs }: LearnedHeartbeatSettings, heldMs: number | null): number =>
  Math.max(startMs, (heldMs ?? startMs) - marginMs);

function listen(state: State, at: Ns): Step<State> {
  const dueAt = plusMs(at, state.intervalMs);
  return { state: { ...state, dueAt, asked: 0 }, wants: [{ type: 'wake', timer: 'ping', at: dueAt }] };
}

/** As in the plain heartbeat everything is life but a PONG to an older PING than the last. */
function received(asked: LearnedHeartbeatSettings, state: State, { at, content }: Received): Step<State> {
  if (isStalePong(content, state.sequence))
    return { state: { ...state, phase: follow(learnedHeartbeatTable, state.phase, 'stale') }, wants: [] };
  if (state.phase === 'asking') return listen(held(asked, state), at);
  if (state.phase !== 'suspect')
    return listen({ ...state, phase: follow(learnedHeartbeatTable, state.phase, 'heard') }, at);
  const next = listen(backedOff(asked, state), at);
  return { ...next, wants: [...next.wants, pronounce({ kind: 'alive', reason: 'heard again' })] };
}

function held(asked: LearnedHeartbeatSettings, state: State): State {
  const event = state.isSettled ? 'held as before' : 'held';
  const phase = follow(learnedHeartbeatTable, state.phase, event);
  if (state.isSettled) return { ...state, phase };
  return { ...state, phase, heldMs: state.intervalMs, intervalMs: grownMs(asked, state.intervalMs) };
}

/** Whoever loses one below what it has settled for takes that for the limit. */
function backedOff(asked: LearnedHeartbeatSettings, state: State): State {
  const phase = follow(learnedHeartbeatTable, state.phase, 'heard again');
  const intervalMs = settledMs(asked, state.isSettled ? state.intervalMs : state.heldMs);
  return { ...state, phase, isSettled: true, intervalMs };
}

function woke(given: LearnedHeartbeatSettings, state: State, at: Ns): Step<State> {
  if (isEarly(at, state.dueAt)) return { state, wants: [{ type: 'wake', timer: 'ping', at: state.dueAt }] };
  const { timeoutMs, tries } = given;
  if (state.asked === tries) {
    const phase = follow(learnedHeartbeatTable, state.phase, 'exhausted');
    return {
      state: { ...state, phase },
      wants: [pronounce({ kind: 'dead', reason: lastWords(given, state), errno: null })],
    };
  }
  const phase = follow(learnedHeartbeatTable, state.phase, state.asked === 0 ? 'silence' : 'unanswered');
  const [asked, sequence] = [state.asked + 1, state.sequence + 1];
  const dueAt = nextDue(state.dueAt, timeoutMs, at);
  const wants: Want[] = [
    { type: 'wake', timer: 'ping', at: dueAt },
    { type: 'ping', channel: 'main', sequence },
  ];
  if (phase === 'suspect' && state.phase !== 'suspect')
    wants.push(pronounce({ kind: 'suspect', reason: 'a heartbeat is unanswered' }));
  return { state: { ...state, phase, dueAt, asked, sequence }, wants };
}

/** What the next connection should know: a silent middlebox answers no repeated PING either. */
function lastWords({ tries }: LearnedHeartbeatSettings, { intervalMs, heldMs }: State): string {
  const longest = heldMs === null ? 'no interval held' : `${shortDuration(heldMs)} held`;
  return `${tries} heartbeats unanswered after ${shortDuration(intervalMs)} of silence; ${longest}`;
}
