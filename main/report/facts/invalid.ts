/** Trials that could not be run as planned, and why. */
import type { CellView } from './cell.ts';

export interface InvalidTrials {
  /** Null where many cells are told together. */
  readonly cell: CellView | null;
  readonly reason: string;
  readonly trials: number;
}

/* More cells than this are told by their reasons only: a cancelled run has hundreds. */
const cellsListed = 24;

export function invalidTrials(cells: readonly CellView[]): readonly InvalidTrials[] {
  const all = cells.flatMap((cell) =>
    cell.trials
      .filter((trial) => trial.outcome === 'invalid')
      .map((trial) => ({ cell, reason: trial.result.invalidReason ?? '\u2013' })),
  );
  const byCell = counted(all.map(({ cell, reason }) => ({ cell, reason })));
  return byCell.length <= cellsListed ? byCell : counted(all.map(({ reason }) => ({ cell: null, reason })));
}

function counted(items: readonly Omit<InvalidTrials, 'trials'>[]): readonly InvalidTrials[] {
  const groups: { cell: CellView | null; reason: string; trials: number }[] = [];
  for (const { cell, reason } of items) {
    const group = groups.find((known) => known.cell === cell && known.reason === reason);
    if (group === undefined) groups.push({ cell, reason, trials: 1 });
    else group.trials += 1;
  }
  return groups;
}
