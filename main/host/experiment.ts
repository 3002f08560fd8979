/** Running one experiment, for whoever asks: a command line or a view. */
import { ulid } from 'ulid';
import type { Ports } from '#engine/ports.ts';
import { runPlan } from '#engine/run.ts';
import { HalfopenError } from '#model/error.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';
import { summarize } from '#model/result/summarize.ts';
import type { ExperimentRecorder, History } from '#recorder';

/** Sorts by time and can be typed by its first letters: `01kb3…`. */
export const newRunId = (): string => ulid().toLowerCase();

/** What a machine cannot do of a plan, why not, and what would help. */
export interface Refusal {
  readonly what: string;
  readonly no: string;
  readonly fix?: string;
}

type Able = Pick<Ports, 'faultInjector' | 'transport'>;

/** Each once, however many cells need it. */
export function refusalsOf(plan: Plan, { faultInjector, transport }: Able): readonly Refusal[] {
  const answers = [
    ...plan.faults.map((fault) => [`fault ${fault.kind}`, faultInjector.can(fault)] as const),
    ...plan.detectors.map((detector) => [`detector ${detector.kind}`, transport.can(detector)] as const),
  ];
  const refusals = answers.flatMap(([what, can]) => (can === true ? [] : [{ what, ...can }]));
  return [...new Map(refusals.map((refusal) => [`${refusal.what}: ${refusal.no}`, refusal])).values()];
}

/** @throws HalfopenError `missing-capability` with every reason and remedy. */
export function refuseWhatCannotRun(plan: Plan, ports: Able): void {
  const refusals = refusalsOf(plan, ports);
  if (refusals.length === 0) return;
  const reasons = refusals.map(({ what, no }) => `${what}: ${no}`);
  const remedies = new Set(refusals.flatMap(({ fix }) => (fix === undefined ? [] : [fix])));
  throw new HalfopenError({
    code: 'missing-capability',
    fault: 'machine',
    message: `This machine cannot run "${plan.name}": ${reasons.join('; ')}.`,
    hint: `${[...remedies].join(' ')} See "halfopen capabilities".`,
  });
}

export interface Measurement {
  readonly run: string;
  readonly plan: Plan;
  readonly ports: Ports;
  readonly history: History;
  readonly recorder: ExperimentRecorder;
  readonly signal: AbortSignal;
}

export interface Measured {
  readonly result: ExperimentResult;
  /** Why not everything is in the history; null when it is. */
  readonly trouble: HalfopenError | null;
  /** The file that has what is not; `history import` reads it. */
  readonly rescued: string | null;
  /** Why the engine could not go on; what was measured until then is kept. Null when it could. */
  readonly failure: { readonly error: unknown } | null;
}

/**
 * Runs the plan. Everything goes into the record first, and the result is read back from it.
 * A full disk loses neither: what is not in the record yet is still in memory.
 * @throws HalfopenError `nothing-saved` when neither the history nor any file takes it.
 */
export async function measure({ recorder, history, ...work }: Measurement): Promise<Measured> {
  const failure = await runPlan({ ...work, tell: (event) => recorder.append([event]) }).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  recorder.flush();
  const result = summarize([...history.events(work.run), ...recorder.unsaved], work.run);
  const trouble = save(result, history) ?? recorder.writeError;
  return { result, trouble, rescued: recorder.close(), failure };
}

function save(result: ExperimentResult, history: History): HalfopenError | null {
  try {
    history.saveResult(result);
    return null;
  } catch (error) {
    if (error instanceof HalfopenError) return error;
    throw error;
  }
}
