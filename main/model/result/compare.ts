/** Two experiments beside each other, cell by cell. */
import type { CellResult, CellStats, ExperimentResult } from './result.ts';

export interface ComparedCell {
  readonly detector: string;
  readonly fault: string;
  readonly traffic: string;
  /** Null where an experiment has no such cell. */
  readonly left: CellStats | null;
  readonly right: CellStats | null;
  /** right - left, of the medians; null unless both have one. */
  readonly p50DifferenceMs: number | null;
  /** The outcomes are of different kinds: one detects what the other does not, say. */
  readonly outcomeDiffers: boolean;
}

/** Every cell of either, in the order of the left one, then what only the right one has. */
export function compareExperiments(left: ExperimentResult, right: ExperimentResult): readonly ComparedCell[] {
  const keyed = (result: ExperimentResult): Map<string, CellResult> =>
    new Map(result.cells.map((cell) => [JSON.stringify([cell.traffic, cell.detector.label, cell.fault.label]), cell]));
  const lefts = keyed(left);
  const rights = keyed(right);
  const keys = [...lefts.keys(), ...[...rights.keys()].filter((key) => !lefts.has(key))];
  return keys.flatMap((key) => {
    const [a, b] = [lefts.get(key), rights.get(key)];
    const cell = a ?? b;
    return cell === undefined ? [] : [compared(cell, a?.stats ?? null, b?.stats ?? null)];
  });
}

function compared(cell: CellResult, left: CellStats | null, right: CellStats | null): ComparedCell {
  const [a, b] = [left?.p50Ms ?? null, right?.p50Ms ?? null];
  return {
    detector: cell.detector.label,
    fault: cell.fault.label,
    traffic: cell.traffic,
    left,
    right,
    p50DifferenceMs: a === null || b === null ? null : b - a,
    outcomeDiffers: left !== null && right !== null && kindsOf(left) !== kindsOf(right),
  };
}

const kindsOf = ({ detected, undetected, falseAlarms, survived }: CellStats): string =>
  [detected, undetected, falseAlarms, survived].map((count) => (count > 0 ? '1' : '0')).join('');
