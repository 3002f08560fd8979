/**
 * Sends one urgent byte every `intervalMs` (RFC 9293 3.8.5, RFC 6093): invisible to a peer that does not ask for it,
 * but its kernel must acknowledge it. Proves the peer's kernel, no more than keepalive does.
 */
import type { Detector, Input, Step, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import { period } from '../settings/limits.ts';
import { duration } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { detector, readerTraits, steadily } from './part.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';
import { nextDue } from './schedule.ts';
import { edgeOf, every, silence, silenceVerdict, stateVerdict } from './tcp-info.ts';

const settings = {
  interval: duration(period, 'Time between urgent bytes'),
  silence,
  every,
} as const satisfies Settings;

export type OobSettings = Kind<'oob', typeof settings>;

export const oob = detector<OobSettings>({
  kind: 'oob',
  says: 'Urgent bytes and the sound TCP_INFO rule',
  settings,
  example: { kind: 'oob', intervalMs: 1000, silenceMs: 3000, everyMs: 200 },
  replay: 'asks-kernel',
  ownRule: 'kernel',
  label: ({ intervalMs, silenceMs }) => `oob ${shortDuration(intervalMs)}/${shortDuration(silenceMs)}`,
  machine: machineOf,
  traits: ({ intervalMs, silenceMs, everyMs }) => ({
    ...readerTraits,
    sends: steadily('urgent', intervalMs),
    polls: { everyMs, silenceMs },
    budgetMs: intervalMs + silenceMs + everyMs,
    quietMs: intervalMs,
    cycleMs: intervalMs,
  }),
});

export const oobTable = {
  trusted: {
    due: 'trusted',
    'peer closed': 'closed',
    'state gone': 'dead',
    'no acknowledgement': 'dead',
    ...readEdges,
  },
  ...final,
} as const satisfies Table;

export interface OobState {
  readonly phase: string;
  readonly urgentAt: Ns;
  readonly pollAt: Ns;
}

function machineOf({ intervalMs, silenceMs, everyMs }: OobSettings): Detector<OobState> {
  const woke = (state: OobState, timer: string, at: Ns): Step<OobState> => {
    const phase = follow(oobTable, 'trusted', 'due');
    if (timer === 'urgent') {
      const urgentAt = nextDue(state.urgentAt, intervalMs, at);
      return {
        state: { ...state, phase, urgentAt },
        wants: [{ type: 'wake', timer, at: urgentAt }, { type: 'urgent' }],
      };
    }
    const pollAt = nextDue(state.pollAt, everyMs, at);
    return { state: { ...state, phase, pollAt }, wants: [{ type: 'wake', timer, at: pollAt }, { type: 'inspect' }] };
  };
  return {
    kind: 'oob',
    table: oobTable,
    options: {},
    dedicated: false,
    peerBeatMs: null,
    start(at) {
      const state: OobState = { phase: 'trusted', urgentAt: plusMs(at, intervalMs), pollAt: plusMs(at, everyMs) };
      return {
        state,
        wants: [
          { type: 'wake', timer: 'urgent', at: state.urgentAt },
          { type: 'wake', timer: 'poll', at: state.pollAt },
        ],
      };
    },
    on(state, input: Input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'woke') return woke(state, input.timer, input.at);
      if (input.type !== 'info') return readStep(oobTable, state, input) ?? { state, wants: [] };
      const verdict = stateVerdict(input.info) ?? silenceVerdict(input.info, silenceMs);
      if (verdict === null) return { state, wants: [] };
      return { state: { ...state, phase: follow(oobTable, 'trusted', edgeOf(verdict)) }, wants: [pronounce(verdict)] };
    },
  };
}
