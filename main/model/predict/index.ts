/** The door of the predictions. */
export { predictCell } from './cell.ts';
export { systemDefaults } from './defaults.ts';
export { chanceUnderLoss } from './loss-chance.ts';
export { predict } from './predict.ts';
export { ruleIds } from './rules.ts';
export { priorSituation } from './situation.ts';
export { predictWatched } from './with-options.ts';
export type { Watched } from './with-options.ts';
