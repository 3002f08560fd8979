/** The choice that a detector makes: how soon it notices, how often it errs, what it costs. */
import { cableCut, faultLabel, isCableCut, isTransient } from '#model/faults/index.ts';
import { predictCell } from '#model/predict/index.ts';
import type { Kernel } from '#model/prediction.ts';
import type { CellResult, MistakeRate } from '#model/result/result.ts';
import { nearestRank } from '#model/result/statistics.ts';
import type { CellView } from './cell.ts';
import type { Matrix, MatrixRow } from './matrix.ts';

export interface TradeOffPoint {
  readonly label: string;
  readonly timeMs: number;
  /** Under the fault that passes; null where none was tried. */
  readonly rate: MistakeRate | null;
  /** Null where it was not measured. */
  readonly bytesPerSecond: number | null;
}

/** `p95`: measured over so many detections that it says something. `worst`: the latest that theory expects. */
export interface TradeOff {
  readonly time: 'p95' | 'worst';
  /** The fault that stays, from which detection times are. */
  readonly lasting: string;
  readonly points: readonly TradeOffPoint[];
  /** Detectors that do not always notice in time, or of which it is not known when. */
  readonly left: readonly string[];
}

/* Below this, nearest rank makes the 95th percentile the maximum. */
const enoughForP95 = 20;

/** Where both may be compared: the idle connection, if it was tried. */
export const tradeOffMatrix = (matrices: readonly Matrix[]): Matrix | null =>
  matrices.find(({ traffic }) => traffic === 'idle') ?? matrices[0] ?? null;

/** What theory is asked for where too little was measured, and what is too late to be drawn. */
export interface Circumstances {
  readonly kernel: Kernel;
  readonly deadlineMs: number;
}

/** @param passing the fault under which mistakes are counted; null for costs alone */
export function tradeOffOf(matrix: Matrix, passing: CellResult['fault'] | null, around: Circumstances): TradeOff {
  const lasting = lastingColumn(matrix);
  const column = passing === null ? -1 : matrix.faults.findIndex((fault) => same(fault, passing));
  const cells = matrix.rows.map(({ cells: row }) => (lasting === null ? null : (row[lasting] ?? null)));
  const isMeasured = cells.some(isTelling) && cells.every((cell) => cell === null || !noticed(cell) || isTelling(cell));
  const drawn = matrix.rows.map((row, index) => {
    const timeMs = isMeasured
      ? p95Of(cells[index] ?? null)
      : worstOf(row, matrix, { cell: cells[index] ?? null, around });
    return { row, timeMs, rate: row.cells[column]?.quality.underFault ?? null };
  });
  return {
    time: isMeasured ? 'p95' : 'worst',
    lasting: (lasting === null ? undefined : matrix.faults[lasting]?.label) ?? faultLabel(cableCut),
    points: drawn.flatMap(({ row, timeMs, rate }) =>
      timeMs === null ? [] : [{ label: row.label, timeMs, rate, bytesPerSecond: row.cost?.bytesPerSecond ?? null }],
    ),
    left: drawn.flatMap(({ row, timeMs }) => (timeMs === null ? [row.label] : [])),
  };
}

/** Under which detectors differ most in how many good connections they give up; null without any fault that passes. */
export function tellingFault({ faults, rows }: Matrix): CellResult['fault'] | null {
  const spread = (column: number): number => {
    const shares = rows.flatMap(({ cells }) => cells[column]?.quality.killed.value ?? []);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
    // One that is certain tells less than one that chance decides.
    return variance + shares.filter((share) => share > 0 && share < 1).length / Math.max(1, shares.length);
  };
  const passing = faults.flatMap((fault, column) => (isTransient(fault) ? [{ fault, spread: spread(column) }] : []));
  return passing.toSorted((a, b) => (b.spread || 0) - (a.spread || 0))[0]?.fault ?? null;
}

const same = (a: CellResult['fault'], b: CellResult['fault']): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The cut cable, or else the fault that most detectors noticed; null without one that stays. */
function lastingColumn({ faults, rows }: Matrix): number | null {
  const lasting = faults.flatMap((fault, column) => (isTransient(fault) ? [] : [{ fault, column }]));
  const cut = lasting.find(({ fault }) => isCableCut(fault));
  const noticers = (column: number): number => rows.filter(({ cells }) => (cells[column]?.detected ?? 0) > 0).length;
  return (cut ?? lasting.toSorted((a, b) => noticers(b.column) - noticers(a.column))[0])?.column ?? null;
}

const noticed = ({ detected }: CellView): boolean => detected > 0;
const isTelling = (cell: CellView | null): boolean => cell !== null && cell.detected >= enoughForP95;

/** Of those that noticed; one that does not always notice has no detection time to choose it for. */
function p95Of(cell: CellView | null): number | null {
  if (cell === null || cell.detected < cell.valid) return null;
  return nearestRank(
    cell.trials.flatMap(({ outcome, timeMs }) => (outcome === 'detected' && timeMs !== null ? [timeMs] : [])),
    0.95,
  );
}

function worstOf(
  { detector }: MatrixRow,
  { traffic }: Matrix,
  { cell, around }: { cell: CellView | null; around: Circumstances },
): number | null {
  const prediction = cell?.prediction ?? predictCell({ detector, fault: cableCut, traffic, kernel: around.kernel });
  return prediction.kind === 'interval' && prediction.toMs <= around.deadlineMs ? prediction.toMs : null;
}
