/**
 * PING every `intervalMs`; a heartbeat is missed when it is not there `slackMs` after its time, which counts from the one
 * before. Dead when `k` of the last `n` were missed: what is lost now and then does no harm.
 */
import type { Content, Detector, Input, Step, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import { rest } from '../predict/ranges.ts';
import { mostTries, period } from '../settings/limits.ts';
import { duration, whole } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { detector, readerTraits, steadily } from './part.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { isEarly, nextDue } from './schedule.ts';

const settings = {
  interval: duration(period, 'Time between PINGs'),
  slack: duration(period, 'How late a heartbeat may be, one interval after the last'),
  k: whole(1, mostTries, 'Missed heartbeats until the peer is declared dead'),
  n: whole(1, mostTries, 'Number of latest heartbeats to count them in; at least k'),
} as const satisfies Settings;

export type KOfNSettings = Kind<'k-of-n', typeof settings>;

export const kOfN = detector<KOfNSettings>({
  kind: 'k-of-n',
  says: 'Dead when k of the last n heartbeats were missed',
  settings,
  example: { kind: 'k-of-n', intervalMs: 500, slackMs: 250, k: 3, n: 5 },
  replay: {
    ignores: [],
    fit: ({ paceMs, slackMs }) => ({ kind: 'k-of-n', intervalMs: paceMs, slackMs, k: 2, n: 4 }),
    isUsual: true,
  },
  ownRule: {
    rule: 'k-of-n',
    formula: 'k*interval + slack - age',
    source: 'main/model/detectors/k-of-n.ts',
    after: ({ k, intervalMs, slackMs }, { sinceHeardMs }) => rest(k * intervalMs + slackMs, sinceHeardMs),
  },
  label: ({ intervalMs, slackMs, k, n }) =>
    `k-of-n ${shortDuration(intervalMs)}+${shortDuration(slackMs)} ${k} of ${n}`,
  machine: machineOf,
  traits: ({ intervalMs, slackMs, k }) => ({
    ...readerTraits,
    sends: steadily('ping', intervalMs),
    awaits: {
      channel: 'main',
      what: 'pong',
      everyMs: null,
      hearsData: false,
      leastMs: k * intervalMs + slackMs,
      patienceMs: slackMs,
      tries: null,
      takesStale: false,
    },
    budgetMs: k * intervalMs + slackMs,
    quietMs: intervalMs,
    cycleMs: intervalMs,
    toleratesLateMs: slackMs,
  }),
  misfit: ({ k, n }) => (k > n ? { setting: 'k', allowed: `a whole number from 1 to n = ${n}` } : null),
});

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

function machineOf(asked: KOfNSettings): Detector<KOfNState> {
  const { intervalMs } = asked;
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
      if (input.type === 'connected') return connected(asked, state, input.at);
      if (input.type === 'received' && input.channel === 'main' && isPong(input.content))
        return received(asked, state, input);
      if (input.type === 'woke' && input.timer === 'ping')
        return ping(state, nextDue(state.pingAt, intervalMs, input.at));
      if (input.type === 'woke' && input.timer === 'deadline') return overdue(asked, state, input.at);
      return readStep(kOfNTable, state, input) ?? { state, wants: [] };
    },
    revive: (state, at) => heard(asked, { ...state, phase: 'trusted', missed: [] }, at),
  };
}

const isPong = ({ kind }: Content): boolean => kind === 'pong';

function connected(asked: KOfNSettings, state: KOfNState, at: Ns): Step<KOfNState> {
  const first = ping(state, plusMs(at, asked.intervalMs));
  const second = awaitNext(asked, first.state, at);
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
function received(asked: KOfNSettings, state: KOfNState, { at, content }: Received): Step<KOfNState> {
  const sequence = 'sequence' in content ? (content.sequence ?? state.awaited) : state.awaited;
  if (sequence >= state.awaited) return heard(asked, { ...state, awaited: sequence }, at);
  return { state: { ...state, phase: follow(kOfNTable, state.phase, 'late') }, wants: [] };
}

function heard(asked: KOfNSettings, state: KOfNState, at: Ns): Step<KOfNState> {
  const phase = follow(kOfNTable, state.phase, 'heard');
  const missed = [...state.missed, false].slice(-asked.n);
  const next = awaitNext(asked, { ...state, phase, missed, awaited: state.awaited + 1 }, at);
  if (state.phase !== 'suspect') return next;
  return { ...next, wants: [...next.wants, pronounce({ kind: 'alive', reason: 'heard again' })] };
}

function overdue(asked: KOfNSettings, state: KOfNState, at: Ns): Step<KOfNState> {
  if (isEarly(at, state.dueAt)) return { state, wants: [{ type: 'wake', timer: 'deadline', at: state.dueAt }] };
  const { k, n, intervalMs } = asked;
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
