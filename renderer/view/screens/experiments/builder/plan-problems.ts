import type { Words } from '../../../words/en/index.ts';
import { problemText } from './problem-text.ts';
import { revisePlan } from '#contract/experiment/plan-file.ts';
import { describeProblem, PlanInvalid } from '#contract/experiment/problem.ts';
import type { Plan } from '#model/plan/plan.ts';
import { settingLabel } from '#report/text/kinds.ts';
import type { KindWords } from '#report/words/kinds-en.ts';

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

/** What is wrong with one detector or fault. */
export interface EntryProblem {
  /** As in an experiment file; null when it is no single setting. */
  readonly setting: string | null;
  readonly message: string;
}

/** The problems of the entry at this path: `detectors[0]`. */
export const problemsUnder = (problems: readonly PlanProblem[], path: string): readonly EntryProblem[] =>
  problems
    .filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`))
    .map((problem) => ({ setting: problem.path.slice(path.length + 1) || null, message: problem.message }));

/** Each problem after the label of its setting. */
export const problemsText = (
  problems: readonly EntryProblem[],
  kinds: KindWords,
  say: Pick<Words['experiments'], 'atSetting' | 'hintSeparator'>,
): string =>
  problems
    .map(({ setting, message }) => (setting === null ? message : say.atSetting(settingLabel(setting, kinds), message)))
    .join(say.hintSeparator);
