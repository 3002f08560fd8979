/** What was measured, by cell. */
import type { CellResult, ExperimentResult, TrialResult } from '#model/result/result.ts';

/** One cell over all seeds. */
export interface Row {
  readonly cell: Omit<CellResult, 'trials' | 'stats'>;
  readonly trials: readonly TrialResult[];
}

/** Cells of several runs with other seeds, one row each. */
export function rowsOf(results: readonly ExperimentResult[]): readonly Row[] {
  const rows = new Map<string, { cell: Row['cell']; trials: TrialResult[] }>();
  for (const { detector, fault, traffic, prediction, trials } of results.flatMap(({ cells }) => cells)) {
    const key = `${traffic}|${detector.label}|${fault.label}`;
    const row = rows.get(key) ?? { cell: { detector, fault, traffic, prediction }, trials: [] };
    rows.set(key, row);
    row.trials.push(...trials);
  }
  return [...rows.values()];
}

export const judged = (trials: readonly TrialResult[]): readonly TrialResult[] =>
  trials.filter(({ withinPrediction }) => withinPrediction !== null);

export const inside = (trials: readonly TrialResult[]): readonly TrialResult[] =>
  trials.filter(({ withinPrediction }) => withinPrediction === true);
