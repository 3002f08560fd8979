/**
 * PING after an interval of silence that is learned: longer each time it holds, as long as the path lets it be. What mobile
 * push services do to save radio (Tencent Mars, smart_heartbeat.h: grow by 60 s, settle 20 s below what held).
 */
import type { Detector, Input, Step, Table, Want } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import type { LearnedHeartbeatSettings } from '../settings.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { isEarly, nextDue } from './schedule.ts';

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

export function learnedHeartbeat(settings: LearnedHeartbeatSettings): Detector<State> {
  return {
    kind: 'learned-heartbeat',
    table: learnedHeartbeatTable,
    options: {},
    dedicated: false,
    peerBeatMs: null,
    start: (at) => ({ state: begin(settings, at), wants: [] }),
    on(state, input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'connected') return listen(state, input.at);
      if (input.type === 'received' && input.channel === 'main') return received(settings, state, input);
      if (input.type === 'woke' && input.timer === 'ping') return woke(settings, state, input.at);
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
function received(settings: LearnedHeartbeatSettings, state: State, { at, content }: Received): Step<State> {
  const isStale = content.kind === 'pong' && content.sequence !== null && content.sequence < state.sequence;
  if (isStale) return { state: { ...state, phase: follow(learnedHeartbeatTable, state.phase, 'stale') }, wants: [] };
  if (state.phase === 'asking') return listen(held(settings, state), at);
  if (state.phase !== 'suspect')
    return listen({ ...state, phase: follow(learnedHeartbeatTable, state.phase, 'heard') }, at);
  const next = listen(backedOff(settings, state), at);
  return { ...next, wants: [...next.wants, pronounce({ kind: 'alive', reason: 'heard again' })] };
}

function held(settings: LearnedHeartbeatSettings, state: State): State {
  const event = state.isSettled ? 'held as before' : 'held';
  const phase = follow(learnedHeartbeatTable, state.phase, event);
  if (state.isSettled) return { ...state, phase };
  return { ...state, phase, heldMs: state.intervalMs, intervalMs: grownMs(settings, state.intervalMs) };
}

/** Whoever loses one below what it has settled for takes that for the limit. */
function backedOff(settings: LearnedHeartbeatSettings, state: State): State {
  const phase = follow(learnedHeartbeatTable, state.phase, 'heard again');
  const intervalMs = settledMs(settings, state.isSettled ? state.intervalMs : state.heldMs);
  return { ...state, phase, isSettled: true, intervalMs };
}

function woke(settings: LearnedHeartbeatSettings, state: State, at: Ns): Step<State> {
  if (isEarly(at, state.dueAt)) return { state, wants: [{ type: 'wake', timer: 'ping', at: state.dueAt }] };
  const { timeoutMs, tries } = settings;
  if (state.asked === tries) {
    const phase = follow(learnedHeartbeatTable, state.phase, 'exhausted');
    return {
      state: { ...state, phase },
      wants: [pronounce({ kind: 'dead', reason: lastWords(settings, state), errno: null })],
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
