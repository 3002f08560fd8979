/** Plans before they are run: presets, files, and what is to be said of one. */
import type { Host, OutputOf } from '#contract/wire/host.ts';
import { parsePlan, planToYaml, revisePlan } from '#contract/experiment/plan-file.ts';
import { maxTrials } from '#contract/experiment/plan-check.ts';
import { describeProblem, PlanInvalid } from '#contract/experiment/problem.ts';
import type { LivePorts } from '#engine/ports.ts';
import { durationMsOf } from '#engine/timetable.ts';
import type { Plan } from '#model/plan/plan.ts';
import { seededChance } from '#platform';
import { refusalsOf } from './experiment.ts';
import { loadPreset, presetNames, presetPurpose, presetText } from './presets.ts';

type PlansHost = Pick<Host, Extract<keyof Host, `plan.${string}`>>;
type Check = OutputOf<'plan.check'>;

export function createPlans(ports: Pick<LivePorts, 'faultInjector' | 'transport'>): PlansHost {
  return {
    'plan.presets': async () =>
      presetNames().map((name) => ({
        name,
        purpose: presetPurpose(presetText(name)),
        plan: loadPreset(name).plan,
      })),
    'plan.parse': async ({ name, text }) => parsePlan(text, { name }),
    'plan.check': async (plan) => ({ ...verdictOn(plan), ...sizeOf(plan), refusals: refusalsOf(plan, ports) }),
    'plan.text': async (plan) => ({ text: planToYaml(revisePlan(plan, {}, plan.name).plan) }),
  };
}

function verdictOn(plan: Plan): Pick<Check, 'problems' | 'warnings'> {
  try {
    return { problems: [], warnings: [...revisePlan(plan, {}, plan.name).warnings] };
  } catch (error) {
    if (!(error instanceof PlanInvalid)) throw error;
    const problems = error.problems.map((problem) => ({
      path: problem.path,
      message: describeProblem({ ...problem, path: '', line: null }),
    }));
    return { problems, warnings: [] };
  }
}

function sizeOf(plan: Plan): Pick<Check, 'trials' | 'cells' | 'estimateMs'> {
  const cells = plan.detectors.length * plan.faults.length * plan.traffic.length;
  const trials = cells * plan.repeats;
  const isPossible = trials > 0 && trials <= maxTrials;
  return { cells, trials, estimateMs: isPossible ? Math.round(durationMsOf(plan, seededChance(plan.seed))) : 0 };
}
