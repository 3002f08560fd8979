/** The door of the predictions. */
import { detectorParts } from '../detectors/index.ts';
import type { Reasoning } from '../prediction.ts';
import { kernelRuleIds, reasoning } from './rules.ts';
import type { RuleId } from './rules.ts';

export type { Question } from './case.ts';
export { predictCell } from './cell.ts';
export { systemDefaults } from './kernel/defaults.ts';
export { chanceUnderLoss } from './path/loss-chance.ts';
export { predict } from './predict.ts';
export { priorSituation } from './situation.ts';

/** Why, for any rule: of kernels and paths, or of a detector. */
export function reasoningOf(rule: string): Reasoning {
  const own = detectorParts.find(({ ownRule }) => ownRule?.rule === rule)?.ownRule;
  return reasoning(own ?? (rule as RuleId));
}

/** Every rule that a prediction may rest on: those of kernels and paths, and those of detectors. */
export const ruleIds: readonly string[] = [
  ...new Set([...kernelRuleIds, ...detectorParts.flatMap(({ ownRule }) => ownRule?.rule ?? [])]),
];
