/** The rules of prediction that a report rests on, numbered like footnotes. */
import type { Prediction } from '#model/prediction.ts';
import type { CellView } from './cell.ts';

export interface RuleUse {
  /** From 1, in the order of first use. */
  readonly number: number;
  readonly kind: Prediction['kind'];
  readonly rule: string;
  readonly formula: string;
  readonly source: string;
  readonly cells: number;
}

const keyOf = (prediction: Prediction): string =>
  JSON.stringify([prediction.kind, prediction.rule, prediction.formula, prediction.source]);

export function rulesOf(cells: readonly CellView[]): readonly RuleUse[] {
  const uses = new Map<string, { prediction: Prediction; cells: number }>();
  for (const cell of cells) {
    const predictions = [cell.prediction, ...cell.trials.map((trial) => trial.predicted)];
    for (const prediction of new Map(predictions.map((each) => [keyOf(each), each])).values()) {
      const key = keyOf(prediction);
      uses.set(key, { prediction, cells: (uses.get(key)?.cells ?? 0) + 1 });
    }
  }
  return [...uses.values()].map(({ prediction: { kind, rule, formula, source }, cells: used }, index) => ({
    number: index + 1,
    kind,
    rule,
    formula,
    source,
    cells: used,
  }));
}

/** The footnote of a prediction. */
export function ruleNumber(rules: readonly RuleUse[], prediction: Prediction): number | null {
  const key = keyOf(prediction);
  const found = rules.find(({ kind, rule, formula, source }) => JSON.stringify([kind, rule, formula, source]) === key);
  return found?.number ?? null;
}
