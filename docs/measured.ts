/** One plan on real sockets, from its start to its result. */
import { runPlan } from '#engine/run.ts';
import type { RunEvent } from '#model/event.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';
import { summarize } from '#model/result/summarize.ts';
import { createPorts } from '#platform';

export async function measured(plan: Plan): Promise<ExperimentResult> {
  const events: RunEvent[] = [];
  const signal = new AbortController().signal;
  await runPlan({ run: plan.name, plan, ports: createPorts(), signal, tell: (event) => void events.push(event) });
  return summarize(events, plan.name);
}
