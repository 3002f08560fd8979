/** The plans that the table is made of. */
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { checkPlan } from '#contract/experiment/plan-check.ts';
import { isNetworkFault } from '#model/faults/index.ts';
import type { Plan } from '#model/plan/plan.ts';
import type { Traffic } from '#model/traffic.ts';

export const planOf = (text: string, name: string): Plan => parsePlan(text, { name, format: 'yaml' }).plan;

/**
 * The plan under one kind of traffic, without the detectors that contradict it, in two halves: more sessions at once would
 * measure the machine.
 */
export function under(plan: Plan, traffic: Traffic, seed: number): readonly Plan[] {
  const whole: Plan = { ...plan, traffic: [traffic], seed, expect: [] };
  const refused = new Set(checkPlan(whole).problems.map(({ path: [, index] }) => index));
  const detectors = plan.detectors.filter((_, index) => !refused.has(index));
  const networks = plan.faults.filter(isNetworkFault);
  const sockets = plan.faults.filter((fault) => !isNetworkFault(fault));
  return [sockets, networks].map((faults) => ({ ...whole, detectors, faults }));
}
