/** Running one experiment, for whoever asks: a command line or a view. */
import { ulid } from 'ulid';
import type { Ports } from '#engine/ports.ts';
import { runPlan } from '#engine/run.ts';
import { HalfopenError } from '#model/error.ts';
import type { Plan } from '#model/plan/plan.ts';
import type { RunRecording, Saved } from './history-thread/index.ts';

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
  readonly recording: RunRecording;
  readonly signal: AbortSignal;
}

export interface Measured extends Saved {
  /** Why the engine could not go on; what was measured until then is kept. Null when it could. */
  readonly failure: { readonly error: unknown } | null;
}

/**
 * Runs the plan. Everything goes into the record first, and the result is computed from it.
 * @throws HalfopenError `nothing-saved` when neither the history nor any file takes it.
 */
export async function measure({ recording, ...work }: Measurement): Promise<Measured> {
  const failure = await runPlan({ ...work, tell: (event) => recording.append([event]) }).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  return { ...(await recording.conclude()), failure };
}
