/** The classic server's rule: the peer promised a message every `everyMs`; nothing for that long plus `slackMs` is death. */
import type { Detector, Input, Step, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import { rest } from '../predict/ranges.ts';
import { period, periodOrNone } from '../settings/limits.ts';
import { duration } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { writingGapMs } from '../traffic.ts';
import { detector, readerTraits } from './part.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';

const settings = {
  every: duration(period, 'Time between messages of the peer'),
  slack: duration(periodOrNone, 'How late a message may be'),
} as const satisfies Settings;

export type ReceiveDeadlineSettings = Kind<'receive-deadline', typeof settings>;

export const receiveDeadline = detector<ReceiveDeadlineSettings>({
  kind: 'receive-deadline',
  says: 'The peer promised messages; dead when one is overdue',
  settings,
  example: { kind: 'receive-deadline', everyMs: 1000, slackMs: 2000 },
  replay: {
    ignores: [],
    fit: ({ paceMs, slackMs }) => ({ kind: 'receive-deadline', everyMs: paceMs, slackMs }),
    isUsual: true,
  },
  ownRule: {
    rule: 'receive-deadline',
    formula: 'every + slack - age',
    source: 'main/model/detectors/receive-deadline.ts',
    after: ({ everyMs, slackMs }, { sinceHeardMs }) => rest(everyMs + slackMs, sinceHeardMs),
  },
  label: ({ everyMs, slackMs }) => `receive-deadline ${shortDuration(everyMs)}+${shortDuration(slackMs)}`,
  machine: machineOf,
  traits: ({ everyMs, slackMs }) => ({
    ...readerTraits,
    awaits: {
      channel: 'main',
      what: 'beat',
      everyMs,
      hearsData: true,
      leastMs: everyMs + slackMs,
      patienceMs: slackMs,
      tries: null,
      takesStale: true,
    },
    budgetMs: everyMs + slackMs,
    quietMs: everyMs,
    cycleMs: Math.max(everyMs, writingGapMs),
    toleratesLateMs: slackMs,
  }),
});

export const receiveDeadlineTable = {
  trusted: { heard: 'trusted', missed: 'dead', ...readEdges },
  ...final,
} as const satisfies Table;

export interface ReceiveDeadlineState {
  readonly phase: string;
}

function machineOf({ everyMs, slackMs }: ReceiveDeadlineSettings): Detector<ReceiveDeadlineState> {
  const heard = (at: Ns): Step<ReceiveDeadlineState> => ({
    state: { phase: follow(receiveDeadlineTable, 'trusted', 'heard') },
    wants: [{ type: 'wake', timer: 'deadline', at: plusMs(at, everyMs + slackMs) }],
  });
  return {
    kind: 'receive-deadline',
    table: receiveDeadlineTable,
    options: {},
    dedicated: false,
    peerBeatMs: everyMs,
    start: () => ({ state: { phase: 'trusted' }, wants: [] }),
    on(state, input: Input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'connected' || input.type === 'received') return heard(input.at);
      if (input.type !== 'woke') return readStep(receiveDeadlineTable, state, input) ?? { state, wants: [] };
      const phase = follow(receiveDeadlineTable, 'trusted', 'missed');
      return { state: { phase }, wants: [pronounce({ kind: 'dead', reason: 'deadline passed', errno: null })] };
    },
  };
}
