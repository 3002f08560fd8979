import type { Words } from '../../words/en/index.ts';
import { problemText } from './problem-text.ts';
import { revisePlan } from '#contract/experiment/plan-file.ts';
import { describeProblem, PlanInvalid } from '#contract/experiment/problem.ts';
import type { Plan } from '#model/plan/plan.ts';

export interface PlanProblem {
  /** As in an experiment file: `detectors[0].idle`. */
  readonly path: string;
  readonly message: string;
}

/** Why a plan cannot be run, by the rules of experiment files, at once: no host is asked. */
export function problemsOf(plan: Plan, enter: Words['experiments']['enter']): readonly PlanProblem[] {
  try {
    revisePlan(plan, {}, plan.name);
    return [];
  } catch (error) {
    if (!(error instanceof PlanInvalid)) throw error;
    return error.problems.map((problem) => ({
      path: problem.path,
      message: problemText(describeProblem({ ...problem, path: '', line: null }), enter),
    }));
  }
}
