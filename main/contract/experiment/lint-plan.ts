/** The experiment that lints a heartbeat, held to the rules of experiment files. */
import { revisePlan } from './plan-file.ts';
import { HalfopenError } from '#model/error.ts';
import { lintPlan } from '#model/plan/lint.ts';
import { traitsOf } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Plan } from '#model/plan/plan.ts';

/**
 * @throws HalfopenError `not-lintable` for a detector that sets itself no time; PlanInvalid for settings that no file takes.
 */
export function lintPlanOf(detector: DetectorSettings, canForget: boolean): Plan {
  const budgetMs = traitsOf(detector).budgetMs;
  if (budgetMs !== null) {
    const plan = lintPlan({ detector, budgetMs, canForget });
    return revisePlan(plan, {}, plan.name).plan;
  }
  throw new HalfopenError({
    code: 'not-lintable',
    fault: 'input',
    message: `${detector.kind} sets itself no time by which it decides, so there is nothing to hold it to`,
    given: detector.kind,
    allowed: 'a heartbeat, or any other detector with a time of its own',
  });
}

/** The same settings with every time divided. */
export function scaledBy(detector: DetectorSettings, by: number): DetectorSettings {
  const entries = Object.entries(detector).map(([key, value]) =>
    key.endsWith('Ms') && typeof value === 'number' ? [key, Math.round(value / by)] : [key, value],
  );
  return Object.fromEntries(entries) as DetectorSettings;
}
