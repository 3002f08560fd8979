/**
 * PING every `intervalMs`; a heartbeat is missed when it is not there `slackMs` after its time, which counts from the one
 * before. Dead when `k` of the last `n` were missed: what is lost now and then does no harm.
 */
import type { Content, Detector, Input, Step, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import type { KOfNSettings } from '../settings.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { isEarly, nextDue } from './schedule.ts';

export const kOfNTable = {
  trusted: { due: 'trusted', heard: 'trusted', late: 'trusted', missed: 'suspect', 'k missed': 'dead', ...readEdges },
  suspect: { due: 'suspect', heard: 'trusted', late: 'suspect', missed: 'suspect', 'k missed': 'dead', ...readEdges },
  ...final,
} as const satisfies Table;

export interface KOfNState {
  readonly phase: string;
  /** Of the last PING; -1 before the first. */
  readonly sequence: number;
  readonly pingAt: Ns;
  /** The heartbeat that is waited for, and until when. */
  readonly awaited: number;
  readonly dueAt: Ns;
  /** The last `n`, newest last: true for a missed one. */
  readonly missed: readonly boolean[];
}

type Received = Input & { readonly type: 'received' };

export function kOfN(settings: KOfNSettings): Detector<KOfNState> {
  const { intervalMs } = settings;
  return {
    kind: 'k-of-n',
    table: kOfNTable,
    options: {},
    dedicated: false,
    peerBeatMs: null,
    hears: isPong,
    start: (at) => ({
      state: { phase: 'trusted', sequence: -1, pingAt: at, awaited: 0, dueAt: at, missed: [] },
      wants: [],
    }),
    on(state, input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'connected') return connected(settings, state, input.at);
      if (input.type === 'received' && input.channel === 'main' && isPong(input.content))
        return received(settings, state, input);
      if (input.type === 'woke' && input.timer === 'ping')
        return ping(state, nextDue(state.pingAt, intervalMs, input.at));
      if (input.type === 'woke' && input.timer === 'deadline') return overdue(settings, state, input.at);
      return readStep(kOfNTable, state, input) ?? { state, wants: [] };
    },
    revive: (state, at) => heard(settings, { ...state, phase: 'trusted', missed: [] }, at),
  };
}

const isPong = ({ kind }: Content): boolean => kind === 'pong';

function connected(settings: KOfNSettings, state: KOfNState, at: Ns): Step<KOfNState> {
  const first = ping(state, plusMs(at, settings.intervalMs));
  const second = awaitNext(settings, first.state, at);
  return { state: second.state, wants: [...first.wants, ...second.wants] };
}

function ping(state: KOfNState, pingAt: Ns): Step<KOfNState> {
  const phase = follow(kOfNTable, state.phase, 'due');
  const sequence = state.sequence + 1;
  return {
    state: { ...state, phase, sequence, pingAt },
    wants: [
      { type: 'wake', timer: 'ping', at: pingAt },
      { type: 'ping', channel: 'main', sequence },
    ],
  };
}

function awaitNext({ intervalMs, slackMs }: KOfNSettings, state: KOfNState, heardAt: Ns): Step<KOfNState> {
  const dueAt = plusMs(heardAt, intervalMs + slackMs);
  return { state: { ...state, dueAt }, wants: [{ type: 'wake', timer: 'deadline', at: dueAt }] };
}

/** A PONG that was counted as missed already stays so. One without a number is taken for the one that is waited for. */
function received(settings: KOfNSettings, state: KOfNState, { at, content }: Received): Step<KOfNState> {
  const sequence = 'sequence' in content ? (content.sequence ?? state.awaited) : state.awaited;
  if (sequence >= state.awaited) return heard(settings, { ...state, awaited: sequence }, at);
  return { state: { ...state, phase: follow(kOfNTable, state.phase, 'late') }, wants: [] };
}

function heard(settings: KOfNSettings, state: KOfNState, at: Ns): Step<KOfNState> {
  const phase = follow(kOfNTable, state.phase, 'heard');
  const missed = [...state.missed, false].slice(-settings.n);
  const next = awaitNext(settings, { ...state, phase, missed, awaited: state.awaited + 1 }, at);
  if (state.phase !== 'suspect') return next;
  return { ...next, wants: [...next.wants, pronounce({ kind: 'alive', reason: 'heard again' })] };
}

function overdue(settings: KOfNSettings, state: KOfNState, at: Ns): Step<KOfNState> {
  if (isEarly(at, state.dueAt)) return { state, wants: [{ type: 'wake', timer: 'deadline', at: state.dueAt }] };
  const { k, n, intervalMs } = settings;
  const missed = [...state.missed, true].slice(-n);
  if (missed.filter(Boolean).length >= k) {
    const phase = follow(kOfNTable, state.phase, 'k missed');
    const reason = `${k} of the last ${n} heartbeats missed`;
    return { state: { ...state, phase, missed }, wants: [pronounce({ kind: 'dead', reason, errno: null })] };
  }
  const phase = follow(kOfNTable, state.phase, 'missed');
  const dueAt = nextDue(state.dueAt, intervalMs, at);
  const wake = { type: 'wake', timer: 'deadline', at: dueAt } as const;
  const warning = pronounce({ kind: 'suspect', reason: 'a heartbeat is missed' });
  return {
    state: { ...state, phase, missed, dueAt, awaited: state.awaited + 1 },
    wants: state.phase === 'suspect' ? [wake] : [wake, warning],
  };
}
