/** The plans that the table is made of. */
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { checkPlan } from '#contract/experiment/plan-check.ts';
import { isNetworkFault } from '#model/faults/index.ts';
import type { Plan } from '#model/plan/plan.ts';
import type { Traffic } from '#model/traffic.ts';

export const planOf = (text: string, name: string): Plan => parsePlan(text, { name, format: 'yaml' }).plan;

/** Filling a socket's buffers copies megabytes. With more connections than this at once, that would still go on at the fault. */
const fillingDetectors = 6;

/**
 * The plan under one kind of traffic, without the detectors that contradict it, in parts: more sessions at once would
 * measure the machine.
 */
export function under(plan: Plan, traffic: Traffic, seed: number): readonly Plan[] {
  const whole: Plan = { ...plan, traffic: [traffic], seed, expect: [] };
  const refused = new Set(checkPlan(whole).problems.map(({ path: [, index] }) => index));
  const detectors = plan.detectors.filter((_, index) => !refused.has(index));
  const networks = plan.faults.filter(isNetworkFault);
  const sockets = plan.faults.filter((fault) => !isNetworkFault(fault));
  const groups = traffic === 'zero-window' ? groupsOf(detectors, fillingDetectors) : [detectors];
  return [sockets, networks].flatMap((faults) => groups.map((group) => ({ ...whole, detectors: group, faults })));
}

const groupsOf = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
