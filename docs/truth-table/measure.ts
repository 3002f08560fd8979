/** One plan on real sockets, from its start to its result. */
import { parsePlan } from '#contract/plan-file.ts';
import { checkPlan } from '#contract/plan-check.ts';
import { runPlan } from '#engine/run.ts';
import type { RunEvent } from '#model/event.ts';
import { isNetworkFault } from '#model/network-fault.ts';
import type { ExperimentResult } from '#model/result.ts';
import type { Plan, Traffic } from '#model/settings.ts';
import { summarize } from '#model/summarize.ts';
import { createPorts } from '#platform';

export async function measured(plan: Plan): Promise<ExperimentResult> {
  const events: RunEvent[] = [];
  const signal = new AbortController().signal;
  await runPlan({ run: plan.name, plan, ports: createPorts(), signal, tell: (event) => void events.push(event) });
  return summarize(events, plan.name);
}

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
