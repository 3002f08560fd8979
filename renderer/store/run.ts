/** One experiment as it happens, from its record: the same for one that runs, that is over, and that is looked at again. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Duties } from './connection.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import type { ExperimentResult, TrialResult } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import type { Ns } from '#model/time.ts';

export interface RunState {
  /** What is known so far; trials that have not ended are left out. Null before the first event. */
  readonly result: ExperimentResult | null;
  readonly planned: number;
  readonly ended: number;
  readonly struck: number;
  /** On the host's clock. */
  readonly startedAt: Ns | null;
  readonly endedAt: Ns | null;
  readonly error: ErrorDetail | null;
}

const nothing: RunState = {
  result: null,
  planned: 0,
  ended: 0,
  struck: 0,
  startedAt: null,
  endedAt: null,
  error: null,
};

export interface FollowedRun {
  readonly store: StoreApi<RunState>;
  readonly stop: () => void;
}

/** Follows run `id` until it is over or nobody looks any more; goes on where it was after a lost connection. */
export function followRun(duties: Duties, id: string): FollowedRun {
  const store = createStore<RunState>(() => nothing);
  const events: RunEvent[] = [];
  let seq = 0;
  const stop = duties.whileOpen(async (client, signal) => {
    try {
      for await (const batch of client.feed('run.milestones', { run: id, afterSeq: seq }, signal)) {
        seq = batch.at(-1)?.seq ?? seq;
        for (const { event } of batch) events.push(event);
        store.setState(runStateOf(events, id), true);
      }
      if (events.length === 0) store.setState(await kept(client.call('history.get', { id })));
    } catch (error) {
      if (error instanceof HalfopenError && error.detail.code !== 'disconnected')
        store.setState({ error: error.detail });
    }
  });
  return { store, stop };
}

/** An imported result has no events; it is over. */
async function kept(asked: Promise<ExperimentResult>): Promise<Partial<RunState>> {
  const result = await asked;
  const trials = result.cells.reduce((sum, cell) => sum + cell.trials.length, 0);
  return { result, planned: trials, ended: trials, struck: trials, endedAt: 0 as Ns, startedAt: 0 as Ns };
}

/** The state after these events of run `id`, in their order. */
export function runStateOf(events: readonly RunEvent[], id: string): RunState {
  const started = events.find(({ type }) => type === 'started');
  const over = events.findLast(({ type }) => type === 'ended');
  if (started?.type !== 'started') return nothing;
  const { plan } = started;
  const count = (type: RunEvent['type']): number => events.filter((event) => event.type === type).length;
  return {
    result: withoutPending(summarize(events, id)),
    planned: plan.detectors.length * plan.faults.length * plan.traffic.length * plan.repeats,
    ended: count('trial-ended'),
    struck: count('fault'),
    startedAt: started.at,
    endedAt: over?.at ?? null,
    error: null,
  };
}

/** Reasons that the fold gives to trials of which no end was told (main/model/result/summarize.ts). */
const pending: ReadonlySet<TrialResult['invalidReason']> = new Set(['not run', 'not finished']);

function withoutPending(result: ExperimentResult): ExperimentResult {
  const cells = result.cells.map((cell) => ({
    ...cell,
    trials: cell.trials.filter(({ invalidReason }) => !pending.has(invalidReason)),
  }));
  return { ...result, cells };
}
