/** The cells of a result laid out as one table per traffic: detectors down, faults across. */
import type { CellResult, ExperimentResult } from '#model/result/result.ts';
import type { Traffic } from '#model/traffic.ts';
import { isControl, isTransient } from '#model/faults/index.ts';
import { type CellView, viewOfCell } from './cell.ts';

export interface Cost {
  readonly packetsPerSecond: number;
  readonly bytesPerSecond: number;
}

export interface MatrixRow {
  readonly label: string;
  readonly detector: CellResult['detector'];
  /** One per fault of the matrix, in its order; null where the result has no such cell. */
  readonly cells: readonly (CellView | null)[];
  /** Faults that stay, and those of them noticed in every valid trial. */
  readonly lasting: number;
  readonly noticed: number;
  /** Faults that heal, and those of them that raised any false alarm. */
  readonly passing: number;
  readonly alarmed: number;
  /** What probing costs while all is well; null where it was not measured. */
  readonly cost: Cost | null;
}

export interface Matrix {
  readonly traffic: Traffic;
  readonly faults: readonly CellResult['fault'][];
  readonly rows: readonly MatrixRow[];
}

interface OpenRow {
  readonly key: string;
  readonly detector: CellResult['detector'];
  readonly cells: Map<string, CellView>;
}

export function matricesOf(result: ExperimentResult): readonly Matrix[] {
  const traffics = [...new Set(result.cells.map((cell) => cell.traffic))];
  return traffics.map((traffic) =>
    matrixOf(
      traffic,
      result.cells.filter((cell) => cell.traffic === traffic),
      result.plan.deadlineMs,
    ),
  );
}

function matrixOf(traffic: Traffic, cells: readonly CellResult[], deadlineMs: number): Matrix {
  const faults = new Map<string, CellResult['fault']>();
  const rows: OpenRow[] = [];
  for (const cell of cells) {
    const faultKey = JSON.stringify(cell.fault);
    faults.set(faultKey, cell.fault);
    rowFor(rows, cell.detector, faultKey).cells.set(faultKey, viewOfCell(cell, deadlineMs));
  }
  return { traffic, faults: [...faults.values()], rows: rows.map((row) => closed(row, [...faults.keys()])) };
}

/** A plan may list the same detector twice: the second meets a fault that its row already has, and opens a new one. */
function rowFor(rows: OpenRow[], detector: CellResult['detector'], faultKey: string): OpenRow {
  const key = JSON.stringify(detector);
  const open = rows.find((row) => row.key === key && !row.cells.has(faultKey));
  if (open !== undefined) return open;
  const row: OpenRow = { key, detector, cells: new Map() };
  rows.push(row);
  return row;
}

function closed(row: OpenRow, faultKeys: readonly string[]): MatrixRow {
  const cells = faultKeys.map((key) => row.cells.get(key) ?? null);
  const tried = cells.filter((cell) => cell !== null && cell.valid > 0) as CellView[];
  const lasting = tried.filter((cell) => !isTransient(cell.fault) && cell.state !== 'survived');
  const passing = tried.filter((cell) => isTransient(cell.fault));
  return {
    label: row.detector.label,
    detector: row.detector,
    cells,
    lasting: lasting.length,
    noticed: lasting.filter((cell) => cell.state === 'detected').length,
    passing: passing.length,
    alarmed: passing.filter((cell) => cell.falseAlarms > 0).length,
    cost: costOf(tried.filter(({ fault }) => isControl(fault))) ?? costOf(tried),
  };
}

/**
 * Over the healthy time of all trials together, so that long ones count for more. Where there is a control, its trials alone:
 * theirs is the whole time, the others end with a probe cycle begun, which tells up to one exchange too few.
 */
function costOf(cells: readonly CellView[]): Cost | null {
  let healthyMs = 0;
  let packets = 0;
  let bytes = 0;
  for (const { result } of cells.flatMap((cell) => cell.trials)) {
    if (result.healthyMs === null || result.probePackets === null || result.probeBytes === null) continue;
    healthyMs += result.healthyMs;
    packets += result.probePackets;
    bytes += result.probeBytes;
  }
  if (healthyMs <= 0) return null;
  return { packetsPerSecond: (packets * 1000) / healthyMs, bytesPerSecond: (bytes * 1000) / healthyMs };
}
