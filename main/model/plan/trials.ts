/** The cells and trials of a plan, in the one order that every part of Halfopen uses. */
import type { TrialId } from '../event.ts';
import type { DetectorSettings } from '../detectors/index.ts';
import type { Fault } from '../faults/index.ts';
import type { Plan } from './plan.ts';
import type { Traffic } from '../traffic.ts';

export interface Cell {
  readonly index: number;
  readonly detector: DetectorSettings;
  readonly fault: Fault;
  readonly traffic: Traffic;
}

export interface Trial {
  readonly id: TrialId;
  readonly cell: Cell;
  /** From 0. */
  readonly repeat: number;
}

/** Traffic-major, then detector, then fault: the reading order of the printed tables. */
export function cellsOf(plan: Pick<Plan, 'detectors' | 'faults' | 'traffic'>): readonly Cell[] {
  const cells: Cell[] = [];
  for (const traffic of plan.traffic)
    for (const detector of plan.detectors)
      for (const fault of plan.faults) cells.push({ index: cells.length, detector, fault, traffic });
  return cells;
}

export function trialsOf(plan: Pick<Plan, 'detectors' | 'faults' | 'traffic' | 'repeats'>): readonly Trial[] {
  return cellsOf(plan).flatMap((cell) =>
    Array.from({ length: plan.repeats }, (_, repeat) => ({ id: cell.index * plan.repeats + repeat, cell, repeat })),
  );
}
