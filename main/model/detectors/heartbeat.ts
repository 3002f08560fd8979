/**
 * PING when nothing fresh was heard for `idleMs`, again every `intervalMs`; dead when `tries` went unanswered.
 * Silence is measured on what is received: the application's own writes never put a PING off, unless `activity` is the
 * mistake `traffic`.
 */
import type { Channel, Detector, Input, Step, Table, Want } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import { firstPingAfter } from '../predict/first-ping.ts';
import { shift } from '../predict/ranges.ts';
import { mostTries, period } from '../settings/limits.ts';
import { choice, duration, whole } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { detector, readerTraits } from './part.ts';
import type { Alias, OwnRule, Pace, Traits } from './part.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { nextDue } from './schedule.ts';
import { isStalePong } from './stale-pong.ts';

const settings = {
  idle: duration(period, 'Silence before the first PING'),
  interval: duration(period, 'Time between unanswered PINGs'),
  tries: whole(1, mostTries, 'Unanswered PINGs until the peer is declared dead'),
  /** The probe client is where the verdict is reached. */
  from: choice(['client', 'server', 'both'], 'Who sends PING', { default: 'client' }),
  frame: choice(['classic', 'compact'], 'Size of a frame on the wire: 1028 or 32 bytes', { default: 'classic' }),
  /** `received` is how the classic client counts; `traffic` is the mistake of some message buses. */
  activity: choice(
    ['fresh', 'received', 'traffic'],
    'What postpones a PING: everything received except a stale PONG (fresh, as if left out), any byte received, or also what is sent',
    { optional: true },
  ),
} as const satisfies Settings;

export type HeartbeatSettings = Kind<'heartbeat' | 'dedicated-heartbeat', typeof settings>;
type PlainHeartbeat = Kind<'heartbeat', typeof settings>;
type DedicatedHeartbeat = Kind<'dedicated-heartbeat', typeof settings>;

const alias: Alias = {
  key: 'connection',
  says: 'Connection that carries the heartbeat: the watched one (same) or one of its own (dedicated, as kind dedicated-heartbeat)',
  kinds: { same: 'heartbeat', dedicated: 'dedicated-heartbeat' },
};

const ownRule: OwnRule<HeartbeatSettings> = {
  rule: 'heartbeat',
  formula: 'idle - age + tries*interval',
  source: 'main/model/detectors/heartbeat.ts',
  after(asked, known) {
    const isPutOffByWrites = channelOf(asked) === 'main' && asked.activity === 'traffic';
    const ping = firstPingAfter({ silenceMs: asked.idleMs, isPutOffByWrites }, known);
    return shift(ping, asked.tries * asked.intervalMs);
  },
};

const example = { idleMs: 1000, intervalMs: 1000, tries: 3, from: 'client', frame: 'classic' } as const;

/** PING and PONG on the connection that is watched. */
export const heartbeat = detector<PlainHeartbeat>({
  kind: 'heartbeat',
  says: 'PING and PONG of the application',
  settings,
  example: { kind: 'heartbeat', ...example, activity: 'fresh' },
  alias,
  replay: {
    ignores: ['from', 'frame'],
    fit: (pace) => ({ kind: 'heartbeat', ...example, ...fittedTo(pace) }),
    isUsual: false,
  },
  ownRule,
  label: labelOf,
  machine: machineOf,
  traits: traitsOf,
});

/** The same on a connection of its own. */
export const dedicatedHeartbeat = detector<DedicatedHeartbeat>({
  kind: 'dedicated-heartbeat',
  says: 'PING and PONG of the application, on a connection of their own',
  settings,
  example: { kind: 'dedicated-heartbeat', ...example },
  alias,
  replay: {
    ignores: ['from', 'frame'],
    fit: (pace) => ({ kind: 'dedicated-heartbeat', ...example, ...fittedTo(pace) }),
    isUsual: false,
  },
  ownRule,
  label: labelOf,
  machine: machineOf,
  traits: traitsOf,
});

/** A PING is due half a pace after a heartbeat is: late enough to be rare, soon enough to matter. */
function fittedTo({ paceMs }: Pace): Pick<HeartbeatSettings, 'idleMs' | 'intervalMs'> {
  return { idleMs: Math.round(paceMs * 1.5), intervalMs: Math.max(period.minMs, Math.round(paceMs / 2)) };
}

function labelOf({ kind, idleMs, intervalMs, tries, from, frame, activity = 'fresh' }: HeartbeatSettings): string {
  const who = from === 'client' ? '' : ` from ${from}`;
  const size = frame === 'classic' ? '' : ` ${frame}`;
  const counts = activity === 'fresh' ? '' : ` activity ${activity}`;
  return `${kind} ${shortDuration(idleMs)}/${shortDuration(intervalMs)}/${tries}${who}${size}${counts}`;
}

function traitsOf(asked: HeartbeatSettings): Traits {
  const { idleMs, intervalMs, tries, from, frame, activity = 'fresh' } = asked;
  const channel = channelOf(asked);
  const budgetMs = idleMs + tries * intervalMs;
  return {
    ...readerTraits,
    frame,
    sends:
      from === 'server'
        ? null
        : {
            what: 'ping',
            channel,
            rhythm: 'after-silence',
            silenceMs: idleMs,
            // Beats of the peer that are still heard start a new silence each.
            shortestMs: from === 'both' ? Math.min(idleMs, intervalMs) : intervalMs,
            longestMs: idleMs,
            isPutOffByWrites: channel === 'main' && activity === 'traffic',
          },
    awaits: {
      channel,
      what: from === 'client' ? 'pong' : 'beat',
      everyMs: from === 'client' ? null : idleMs,
      hearsData: channel === 'main',
      leastMs: budgetMs,
      patienceMs: intervalMs,
      tries,
      takesStale: activity !== 'fresh',
    },
    budgetMs,
    quietMs: idleMs,
    cycleMs: idleMs,
    toleratesLateMs: intervalMs,
  };
}

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

const channelOf = ({ kind }: HeartbeatSettings): Channel => (kind === 'dedicated-heartbeat' ? 'heartbeat' : 'main');

type Received = Input & { readonly type: 'received' };

const hearsAll = { hears: () => true };

function machineOf(asked: HeartbeatSettings): Detector<HeartbeatState> {
  const { kind, idleMs, from, activity = 'fresh' } = asked;
  const channel = channelOf(asked);
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
      if (input.type === 'connected') return heard(asked, state, input.at);
      if (input.type === 'received' && input.channel === channel) return received(asked, state, input);
      if (input.type === 'sent' && input.channel === channel && input.content.kind === 'data' && activity === 'traffic')
        return wrote(asked, state, input.at);
      if (input.type === 'woke' && input.timer === 'beat') return woke(asked, state, input.at);
      return readStep(heartbeatTable, state, input) ?? { state, wants: [] };
    },
  };
}

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
function received(asked: HeartbeatSettings, state: HeartbeatState, { at, content }: Received): Step<HeartbeatState> {
  const takesStale = (asked.activity ?? 'fresh') !== 'fresh';
  if (takesStale || !isStalePong(content, state.sequence)) return heard(asked, state, at);
  const phase = follow(heartbeatTable, state.phase, 'stale');
  return { state: { ...state, phase, stale: state.stale + 1 }, wants: [] };
}

function woke(given: HeartbeatSettings, state: HeartbeatState, at: Ns): Step<HeartbeatState> {
  const { intervalMs, tries, from } = given;
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
  if (from !== 'server') wants.push({ type: 'ping', channel: channelOf(given), sequence });
  if (phase === 'suspect' && state.phase !== 'suspect')
    wants.push(pronounce({ kind: 'suspect', reason: 'a heartbeat is unanswered' }));
  return { state: { ...state, phase, dueAt, asked, sequence }, wants };
}
