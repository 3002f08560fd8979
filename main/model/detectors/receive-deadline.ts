/** The classic server's rule: the peer promised a message every `everyMs`; nothing for that long plus `slackMs` is death. */
import type { Detector, Input, Step, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import type { ReceiveDeadlineSettings } from '../settings.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { final, isFinal, pronounce, readEdges, readStep } from './reading.ts';

export const receiveDeadlineTable = {
  trusted: { heard: 'trusted', missed: 'dead', ...readEdges },
  ...final,
} as const satisfies Table;

export interface ReceiveDeadlineState {
  readonly phase: string;
}

export function receiveDeadline({ everyMs, slackMs }: ReceiveDeadlineSettings): Detector<ReceiveDeadlineState> {
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
