/** A pretend detector that nobody registered: PING every `every`, dead after two silences of `every + slack` in a row. */
import type { Content, Detector, Input, Step, Table } from '#model/detector.ts';
import { follow } from '#model/detector.ts';
import { detector, readerTraits } from '#model/detectors/part.ts';
import { final, isFinal, pronounce, readEdges, readStep } from '#model/detectors/reading.ts';
import { nextDue } from '#model/detectors/schedule.ts';
import { period } from '#model/settings/limits.ts';
import { duration } from '#model/settings/setting.ts';
import type { Kind, Settings } from '#model/settings/setting.ts';
import { plusMs } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

const settings = {
  every: duration(period, 'Between PINGs'),
  slack: duration(period, 'How late a PONG may be'),
} as const satisfies Settings;

export type TwoStrikeSettings = Kind<'two-strike', typeof settings>;

const strikes = 2;

export const twoStrike = detector<TwoStrikeSettings>({
  kind: 'two-strike',
  says: 'Dead after two missed beats',
  settings,
  example: { kind: 'two-strike', everyMs: 1000, slackMs: 500 },
  replay: 'makes-arrivals',
  label: ({ everyMs, slackMs }) => `two-strike ${everyMs}+${slackMs}`,
  machine: machineOf,
  traits: ({ everyMs, slackMs }) => ({
    ...readerTraits,
    sends: {
      what: 'ping',
      channel: 'main',
      rhythm: 'steady',
      silenceMs: null,
      shortestMs: everyMs,
      longestMs: everyMs,
      isPutOffByWrites: false,
    },
    awaits: {
      channel: 'main',
      what: 'pong',
      everyMs: null,
      hearsData: false,
      leastMs: strikes * (everyMs + slackMs),
      patienceMs: slackMs,
      tries: null,
      takesStale: true,
    },
    budgetMs: strikes * (everyMs + slackMs),
    quietMs: everyMs,
    cycleMs: everyMs,
    toleratesLateMs: slackMs,
  }),
});

const table = {
  trusted: { due: 'trusted', heard: 'trusted', missed: 'suspect', ...readEdges },
  suspect: { due: 'suspect', heard: 'trusted', missed: 'dead', ...readEdges },
  ...final,
} as const satisfies Table;

interface State {
  readonly phase: string;
  readonly sequence: number;
  readonly pingAt: Ns;
}

const isPong = ({ kind }: Content): boolean => kind === 'pong';

function machineOf({ everyMs, slackMs }: TwoStrikeSettings): Detector<State> {
  const heard = (state: State, at: Ns): Step<State> => ({
    state: { ...state, phase: follow(table, state.phase, 'heard') },
    wants: [
      { type: 'wake', timer: 'deadline', at: plusMs(at, everyMs + slackMs) },
      ...(state.phase === 'suspect' ? [pronounce({ kind: 'alive', reason: 'heard again' })] : []),
    ],
  });
  const ping = (state: State, pingAt: Ns): Step<State> => ({
    state: { phase: follow(table, state.phase, 'due'), sequence: state.sequence + 1, pingAt },
    wants: [
      { type: 'wake', timer: 'ping', at: pingAt },
      { type: 'ping', channel: 'main', sequence: state.sequence + 1 },
    ],
  });
  const missed = (state: State, at: Ns): Step<State> => {
    const phase = follow(table, state.phase, 'missed');
    if (phase === 'dead')
      return { state: { ...state, phase }, wants: [pronounce({ kind: 'dead', reason: 'two missed', errno: null })] };
    return {
      state: { ...state, phase },
      wants: [
        { type: 'wake', timer: 'deadline', at: plusMs(at, everyMs + slackMs) },
        pronounce({ kind: 'suspect', reason: 'one missed' }),
      ],
    };
  };
  return {
    kind: 'two-strike',
    table,
    options: {},
    dedicated: false,
    peerBeatMs: null,
    hears: isPong,
    start: (at) => ({ state: { phase: 'trusted', sequence: -1, pingAt: at }, wants: [] }),
    on(state, input: Input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'connected') {
        const first = ping(state, plusMs(input.at, everyMs));
        const then = heard(first.state, input.at);
        return { state: then.state, wants: [...first.wants, ...then.wants] };
      }
      if (input.type === 'received' && isPong(input.content)) return heard(state, input.at);
      if (input.type === 'woke' && input.timer === 'ping') return ping(state, nextDue(state.pingAt, everyMs, input.at));
      if (input.type === 'woke') return missed(state, input.at);
      return readStep(table, state, input) ?? { state, wants: [] };
    },
  };
}
