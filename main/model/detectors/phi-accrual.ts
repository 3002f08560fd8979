/**
 * PING every `intervalMs`, and a suspicion that grows with the silence: dead when phi reaches the threshold.
 * What is awaited is the next PONG, not the answer to a certain PING: a peer that is slow by a constant is alive.
 */
import type { Content, Detector, Step, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import type { PhiAccrualSettings } from '../settings.ts';
import { msBetween, plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { expectedOf, firstGaps, silenceAt } from './phi.ts';
import type { Expected } from './phi.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { isEarly, nextDue } from './schedule.ts';

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

export function phiAccrual(settings: PhiAccrualSettings): Detector<PhiAccrualState> {
  const { intervalMs, threshold, window } = settings;
  const trust = (state: PhiAccrualState, at: Ns): Step<PhiAccrualState> => {
    const next = heardAt(state, settings, at);
    return { state: next, wants: [{ type: 'wake', timer: 'deadline', at: next.deadAt }] };
  };
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
    start: (at) => ({ state: begin(settings, at), wants: [] }),
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

const isPong = ({ kind }: Content): boolean => kind === 'pong';

function begin(settings: PhiAccrualSettings, at: Ns): PhiAccrualState {
  const gapsMs = firstGaps(settings).slice(-settings.window);
  return {
    phase: 'trusted',
    sequence: -1,
    pingAt: at,
    heardAt: at,
    hasHeard: false,
    gapsMs,
    expected: expectedOf(gapsMs, settings),
    deadAt: at,
  };
}

function heardAt(state: PhiAccrualState, settings: PhiAccrualSettings, at: Ns): PhiAccrualState {
  const expected = expectedOf(state.gapsMs, settings);
  return { ...state, heardAt: at, expected, deadAt: plusMs(at, silenceAt(settings.threshold, expected)) };
}

type Then = (state: PhiAccrualState, at: Ns) => Step<PhiAccrualState>;

function both(first: Step<PhiAccrualState>, then: Then, at: Ns): Step<PhiAccrualState> {
  const second = then(first.state, at);
  return { state: second.state, wants: [...first.wants, ...second.wants] };
}
