/** A run from its plan to its kept result: the same for the command line and for the app. */
import { runPlan } from '#engine/run.ts';
import type { Ports } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { ExperimentResult } from '#model/result.ts';
import type { Plan } from '#model/settings.ts';
import { summarize } from '#model/summarize.ts';
import type { History, RunRecorder } from '#recorder';

export interface Measured {
  readonly result: ExperimentResult;
  /** What went wrong with keeping it, for people; nothing is lost: see `rescued`. */
  readonly troubles: readonly HalfopenError[];
  /** Where what the database would not take was written; null when it took everything. */
  readonly rescued: string | null;
}

export interface MeasureParts {
  readonly run: string;
  readonly plan: Plan;
  readonly ports: Ports;
  readonly history: History;
  readonly signal: AbortSignal;
}

/**
 * Everything goes into the record first; the result is read back from it.
 * @throws what the lab throws when peers cannot be started; what was measured until then is kept as partial.
 */
export async function measure({ run, plan, ports, history, signal }: MeasureParts): Promise<Measured> {
  const recorder = history.recorder(run);
  let concluded: Omit<Measured, 'rescued'> | null = null;
  try {
    await runPlan({ run, plan, ports, tell: (event) => recorder.append([event]), signal });
  } finally {
    concluded = conclude(run, history, recorder);
  }
  const rescued = recorder.close();
  const { trouble } = recorder;
  const { result, troubles } = concluded;
  return { result, rescued, troubles: trouble === null ? troubles : [...troubles, trouble] };
}

/** A full disk loses neither the result nor the table: what is not in the record yet is still in memory. */
function conclude(run: string, history: History, recorder: RunRecorder): Omit<Measured, 'rescued'> {
  recorder.flush();
  const result = summarize([...history.events(run), ...recorder.unsaved], run);
  try {
    history.saveResult(result);
    return { result, troubles: [] };
  } catch (error) {
    if (!(error instanceof HalfopenError)) throw error;
    return { result, troubles: [error] };
  }
}
