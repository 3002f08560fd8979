/** Plans as the contract has them: presets, files, and what would come of a plan here. */
import type { Host } from '#contract/host.ts';
import { checkPlan } from '#contract/plan-check.ts';
import { parsePlan, planToYaml, revisePlan } from '#contract/plan-file.ts';
import { describeProblem, PlanInvalid } from '#contract/problem.ts';
import { durationMsOf } from '#engine/timetable.ts';
import type { Ports } from '#engine/ports.ts';
import type { Plan } from '#model/settings.ts';
import { loadPreset, presetNames, presetPurpose, presetText } from './presets.ts';
import { refusalsOf } from './refusals.ts';

export type PlansHost = Pick<Host, 'plan.presets' | 'plan.parse' | 'plan.check' | 'plan.text'>;

export function createPlans(createPorts: () => Ports): PlansHost {
  return {
    'plan.presets': async () =>
      presetNames().map((name) => ({
        name,
        purpose: presetPurpose(presetText(name)),
        plan: loadPreset(name).plan,
      })),
    async 'plan.parse'({ name, text }) {
      const { plan, warnings } = parsePlan(text, { name });
      return { plan: plan, warnings: [...warnings] };
    },
    'plan.check': async (plan) => check(plan, createPorts()),
    'plan.text': async (plan) => ({ text: planToYaml(plan) }),
  };
}

function check(plan: Plan, ports: Ports) {
  const cells = plan.detectors.length * plan.faults.length * plan.traffic.length;
  const problems = problemsOf(plan);
  return {
    problems,
    warnings: [...checkPlan(plan).warnings],
    trials: cells * plan.repeats,
    cells,
    estimateMs: problems.length > 0 ? 0 : Math.round(durationMsOf(plan, ports.chance(plan.seed))),
    refusals: [...refusalsOf(plan, ports)],
  };
}

/** Held to the rules of files: what a file may not say, a form may not either. */
function problemsOf(plan: Plan): { path: string; message: string }[] {
  try {
    revisePlan(plan, {}, plan.name);
    return [];
  } catch (error) {
    if (!(error instanceof PlanInvalid)) throw error;
    return error.problems.map((problem) => ({
      path: problem.path,
      message: describeProblem({ ...problem, path: '', line: null }),
    }));
  }
}
