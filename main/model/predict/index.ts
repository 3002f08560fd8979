/** The door of the predictions. */
import { detectorParts, ownRuleOf } from '../detectors/index.ts';
import type { Reasoning } from '../prediction.ts';
import { kernelRuleIds, reasoning } from './rules.ts';
import type { RuleId } from './rules.ts';

export type { Question } from './case.ts';
export { foresee, predictCell } from './cell.ts';
export { systemDefaults } from './kernel/defaults.ts';
export { chanceUnderLoss } from './path/loss-chance.ts';
export { predict } from './predict.ts';
export { priorSituation } from './situation.ts';

const ownRules: readonly Reasoning[] = detectorParts.flatMap((part) => ownRuleOf(part) ?? []);

/** Why, for any rule: of kernels and paths, or of a detector. */
export const reasoningOf = (rule: string): Reasoning =>
  reasoning(ownRules.find((own) => own.rule === rule) ?? (rule as RuleId));

/** Every rule that a prediction may rest on: those of kernels and paths, and those of detectors. */
export const ruleIds: readonly string[] = [...new Set([...kernelRuleIds, ...ownRules.map(({ rule }) => rule)])];
