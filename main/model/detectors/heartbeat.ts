/**
 * PING when nothing fresh was heard for `idleMs`, again every `intervalMs`; dead when `tries` went unanswered.
 * Silence is measured on what is received: the application's own writes never put a PING off, unless `activity` is the
 * mistake `traffic`.
 */
import type { Channel, Detector, Input, Step, Table, Want } from '../detector.ts';
import { follow } from '../detector.ts';
import type { HeartbeatSettings } from '../settings.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { nextDue } from './schedule.ts';

export const heartbeatTable = {
  trusted: { heard: 'trusted', stale: 'trusted', wrote: 'trusted', silence: 'asking', ...readEdges },
  asking: {
    heard: 'trusted',
    stale: 'asking',
    wrote: 'asking',
    unanswered: 'suspect',
    exhausted: 'dead',
    ...readEdges,
  },
  suspect: {
    heard: 'trusted',
    stale: 'suspect',
    wrote: 'suspect',
    unanswered: 'suspect',
    exhausted: 'dead',
    ...readEdges,
  },
  ...final,
} as const satisfies Table;

export interface HeartbeatState {
  readonly phase: string;
  /** When the silence, or the last PING's time to be answered, is over. */
  readonly dueAt: Ns;
  /** PINGs sent since something was heard. */
  readonly asked: number;
  /** Of the last PING; -1 before the first. */
  readonly sequence: number;
  /** PONGs that answered an older PING than the last: the peer is slow, or it was. */
  readonly stale: number;
}

type Received = Input & { readonly type: 'received' };

const hearsAll = { hears: () => true };

export function heartbeat(settings: HeartbeatSettings): Detector<HeartbeatState> {
  const { kind, idleMs, from, activity = 'fresh' } = settings;
  const channel = channelOf(settings);
  return {
    kind,
    table: heartbeatTable,
    options: {},
    dedicated: channel === 'heartbeat',
    peerBeatMs: from === 'client' ? null : idleMs,
    ...(activity === 'fresh' ? {} : hearsAll),
    start: (at) => ({ state: { phase: 'trusted', dueAt: at, asked: 0, sequence: -1, stale: 0 }, wants: [] }),
    on(state, input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'connected') return heard(settings, state, input.at);
      if (input.type === 'received' && input.channel === channel) return received(settings, state, input);
      if (input.type === 'sent' && input.channel === channel && input.content.kind === 'data' && activity === 'traffic')
        return wrote(settings, state, input.at);
      if (input.type === 'woke' && input.timer === 'beat') return woke(settings, state, input.at);
      return readStep(heartbeatTable, state, input) ?? { state, wants: [] };
    },
  };
}

const channelOf = ({ kind }: HeartbeatSettings): Channel => (kind === 'dedicated-heartbeat' ? 'heartbeat' : 'main');

function heard({ idleMs }: HeartbeatSettings, state: HeartbeatState, at: Ns): Step<HeartbeatState> {
  const dueAt = plusMs(at, idleMs);
  return {
    state: { ...state, phase: follow(heartbeatTable, state.phase, 'heard'), dueAt, asked: 0 },
    wants: [
      { type: 'wake', timer: 'beat', at: dueAt },
      ...(state.phase === 'suspect' ? [pronounce({ kind: 'alive', reason: 'heard again' })] : []),
    ],
  };
}

/** What was written is taken for a sign of life of the connection: nothing is due before `idleMs` from now. */
function wrote({ idleMs }: HeartbeatSettings, state: HeartbeatState, at: Ns): Step<HeartbeatState> {
  const dueAt = plusMs(at, idleMs);
  const phase = follow(heartbeatTable, state.phase, 'wrote');
  return { state: { ...state, phase, dueAt }, wants: [{ type: 'wake', timer: 'beat', at: dueAt }] };
}

/** Everything counts as life but a PONG to an older PING than the last: a slow peer must not look alive for ever. */
function received(settings: HeartbeatSettings, state: HeartbeatState, { at, content }: Received): Step<HeartbeatState> {
  const isOld = content.kind === 'pong' && content.sequence !== null && content.sequence < state.sequence;
  if (!isOld || (settings.activity ?? 'fresh') !== 'fresh') return heard(settings, state, at);
  const phase = follow(heartbeatTable, state.phase, 'stale');
  return { state: { ...state, phase, stale: state.stale + 1 }, wants: [] };
}

function woke(settings: HeartbeatSettings, state: HeartbeatState, at: Ns): Step<HeartbeatState> {
  const { intervalMs, tries, from } = settings;
  if (state.asked === tries) {
    const phase = follow(heartbeatTable, state.phase, 'exhausted');
    const reason = `${tries} heartbeats unanswered`;
    return { state: { ...state, phase }, wants: [pronounce({ kind: 'dead', reason, errno: null })] };
  }
  const phase = follow(heartbeatTable, state.phase, state.phase === 'trusted' ? 'silence' : 'unanswered');
  const asked = state.asked + 1;
  const sequence = state.sequence + 1;
  const dueAt = nextDue(state.dueAt, intervalMs, at);
  const wants: Want[] = [{ type: 'wake', timer: 'beat', at: dueAt }];
  if (from !== 'server') wants.push({ type: 'ping', channel: channelOf(settings), sequence });
  if (phase === 'suspect' && state.phase !== 'suspect')
    wants.push(pronounce({ kind: 'suspect', reason: 'a heartbeat is unanswered' }));
  return { state: { ...state, phase, dueAt, asked, sequence }, wants };
}
