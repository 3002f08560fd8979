/** One experiment, from an opened history to its result; shown live from its record. */
import { followRecord } from './follow-record.ts';
import type { Ports } from '#engine/ports.ts';
import { measure, newRunId } from '#host/experiment.ts';
import type { Measured } from '#host/experiment.ts';
import { ThreadedHistory } from '#host/history-thread/index.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';
import { defaultHistoryPath } from '#recorder';

export interface RunToRecord {
  readonly plan: Plan;
  readonly ports: Ports;
  /** False for `--no-history`. */
  readonly history: boolean;
  readonly db?: string;
  /** No progress. */
  readonly quiet: boolean;
  readonly signal: AbortSignal;
}

export interface RecordedRun extends Measured {
  readonly result: ExperimentResult;
}

/**
 * @throws HalfopenError before anything is measured when the history cannot be written; `nothing-saved` when neither it nor any
 * file takes what was measured.
 */
export async function recordedRun({ plan, ports, quiet, signal, ...where }: RunToRecord): Promise<RecordedRun> {
  const history = await ThreadedHistory.open(where.history ? (where.db ?? defaultHistoryPath()) : ':memory:');
  try {
    const run = newRunId();
    const recording = await history.recordRun(run);
    const view = followRecord(history, run, quiet);
    try {
      const measured = await measure({ run, plan, ports, recording, signal });
      return { ...measured, result: await history.resultOf(run) };
    } finally {
      await view.stop();
    }
  } finally {
    await history.close();
  }
}
