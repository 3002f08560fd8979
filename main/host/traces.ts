/** When heartbeats arrived in experiments of the history, to be replayed. */
import { detectorLabel } from '#model/detectors/index.ts';
import { HalfopenError } from '#model/error.ts';
import { faultLabel } from '#model/faults/index.ts';
import type { TrialTrace } from '#model/replay/result.ts';
import { traceOfTrial } from '#model/replay/trace.ts';
import type { Trace } from '#model/replay/trace.ts';
import { trialsOf } from '#model/plan/trials.ts';
import type { History } from '#recorder';

/**
 * The trials of a run that received heartbeats, in the order of the plan.
 * @throws HalfopenError `experiment-not-found`
 */
export function tracesOf(history: History, run: string): readonly TrialTrace[] {
  const id = history.find(run);
  const arrivals = history.arrivals(id);
  if (arrivals.size === 0) return [];
  return trialsOf(history.get(id).plan).flatMap(({ id: trial, repeat, cell: { detector, fault, traffic } }) => {
    const count = arrivals.get(trial);
    if (count === undefined) return [];
    const labels = { detector: detectorLabel(detector), fault: faultLabel(fault), traffic };
    return [{ trial, repeat, ...labels, arrivals: count }];
  });
}

/** @throws HalfopenError `experiment-not-found`, `no-trace` */
export function traceOf(history: History, run: string, trial: number): Trace {
  const id = history.find(run);
  const trace = traceOfTrial(
    history.trialEvents(id, trial).map(({ event }) => event),
    trial,
  );
  if (trace !== null) return trace;
  throw new HalfopenError({
    code: 'no-trace',
    fault: 'input',
    message: `Trial ${trial} of experiment ${id} received fewer than two heartbeats, so there is nothing to replay.`,
    hint: 'Choose a trial of a detector that receives heartbeats: a heartbeat, phi-accrual, k-of-n, bfd or a receive deadline.',
    given: String(trial),
  });
}
