import type { Ports } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { Plan } from '#model/settings.ts';

export interface Refusal {
  /** `fault blackhole`, `detector keepalive`. */
  readonly what: string;
  readonly no: string;
  readonly fix?: string;
}

/** What this machine cannot do of a plan, each once. */
export function refusalsOf(
  plan: Plan,
  { saboteur, transport }: Pick<Ports, 'saboteur' | 'transport'>,
): readonly Refusal[] {
  const asked = [
    ...plan.faults.map((fault) => ({ what: `fault ${fault.kind}`, can: saboteur.can(fault) })),
    ...plan.detectors.map((detector) => ({ what: `detector ${detector.kind}`, can: transport.can(detector) })),
  ];
  const refused = asked.flatMap(({ what, can }) => (can === true ? [] : [{ what, ...can }]));
  return [...new Map(refused.map((refusal) => [refusal.what, refusal])).values()];
}

/** @throws HalfopenError `missing-capability` with every reason and remedy. */
export function refuseWhatCannotRun(plan: Plan, ports: Pick<Ports, 'saboteur' | 'transport'>): void {
  const refusals = refusalsOf(plan, ports);
  if (refusals.length === 0) return;
  const fixes = new Set(refusals.flatMap(({ fix }) => fix ?? []));
  throw new HalfopenError({
    code: 'missing-capability',
    fault: 'machine',
    message: `This machine cannot run "${plan.name}": ${refusals.map(({ what, no }) => `${what}: ${no}`).join('; ')}.`,
    hint: `${[...fixes].join(' ')} See "halfopen capabilities".`.trimStart(),
  });
}
