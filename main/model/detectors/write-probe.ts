/** Writes on a schedule and believes only errors. EOF does not stop it: the peer may have shut down one way only. */
import type { Detector, Table } from '../detector.ts';
import { follow } from '../detector.ts';
import { shortDuration } from '../duration.ts';
import { period } from '../settings/limits.ts';
import { duration } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';
import { detector, readerTraits, steadily } from './part.ts';
import { final, isFinal, pronounce, readVerdict } from './reading.ts';
import { nextDue } from './schedule.ts';

const settings = { interval: duration(period, 'Time between writes') } as const satisfies Settings;

export type WriteProbeSettings = Kind<'write-probe', typeof settings>;

export const writeProbe = detector<WriteProbeSettings>({
  kind: 'write-probe',
  says: 'Writes and believes only errors',
  settings,
  example: { kind: 'write-probe', intervalMs: 1000 },
  replay: 'asks-kernel',
  ownRule: 'kernel',
  label: ({ intervalMs }) => `write-probe ${shortDuration(intervalMs)}`,
  machine: machineOf,
  traits: ({ intervalMs }) => ({
    ...readerTraits,
    believes: 'errors',
    sends: steadily('data', intervalMs),
    quietMs: intervalMs,
    cycleMs: intervalMs,
  }),
});

export const writeProbeTable = {
  trusted: { due: 'trusted', error: 'dead' },
  ...final,
} as const satisfies Table;

export interface WriteProbeState {
  readonly phase: string;
  readonly dueAt: Ns;
}

function machineOf({ intervalMs }: WriteProbeSettings): Detector<WriteProbeState> {
  return {
    kind: 'write-probe',
    table: writeProbeTable,
    options: {},
    dedicated: false,
    peerBeatMs: null,
    start(at) {
      const dueAt = plusMs(at, intervalMs);
      return { state: { phase: 'trusted', dueAt }, wants: [{ type: 'wake', timer: 'write', at: dueAt }] };
    },
    on(state, input) {
      if (isFinal(state.phase)) return { state, wants: [] };
      if (input.type === 'woke') {
        const dueAt = nextDue(state.dueAt, intervalMs, input.at);
        return {
          state: { phase: follow(writeProbeTable, 'trusted', 'due'), dueAt },
          wants: [
            { type: 'wake', timer: 'write', at: dueAt },
            { type: 'write', channel: 'main' },
          ],
        };
      }
      const verdict = readVerdict(input);
      if (verdict?.kind !== 'dead') return { state, wants: [] };
      return { state: { ...state, phase: follow(writeProbeTable, 'trusted', 'error') }, wants: [pronounce(verdict)] };
    },
  };
}
