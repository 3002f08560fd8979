/** When heartbeats arrived in experiments of the history, to be replayed. */
import type { Host } from '#contract/wire/host.ts';
import { detectorLabel } from '#model/detectors/index.ts';
import { HalfopenError } from '#model/error.ts';
import { faultLabel } from '#model/faults/index.ts';
import type { TrialTrace } from '#model/replay/result.ts';
import { traceOfTrial } from '#model/replay/trace.ts';
import type { Trace } from '#model/replay/trace.ts';
import { trialsOf } from '#model/plan/trials.ts';
import type { History } from '#recorder';

type TracesHost = Pick<Host, Extract<keyof Host, `trace.${string}`>>;

export function createTraces(history: History): TracesHost {
  return {
    'trace.list': async ({ run }) => ({ run, trials: tracesOf(history, run) }),
    'trace.get': async ({ run, trial }) => ({ run, trial, ...traceOf(history, run, trial) }),
  };
}

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
    message: `Trial ${trial} of experiment ${id} received fewer than two heartbeats: there is nothing to replay.`,
    hint: 'Take a trial of a detector that hears from its peer: a heartbeat, phi-accrual, k-of-n, bfd or a receive deadline.',
    given: String(trial),
  });
}
