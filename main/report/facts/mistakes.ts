/** What detectors cost those whose peers are alive: connections given up, packets, bytes. */
import { wilson } from '#model/result/confidence.ts';
import type { Interval } from '#model/result/confidence.ts';
import { isTransient } from '#model/faults/index.ts';
import type { CellResult } from '#model/result/result.ts';
import type { CellView } from './cell.ts';
import type { Cost, Matrix } from './matrix.ts';

export interface MistakeRow {
  readonly label: string;
  /** One per fault of the table, in its order. */
  readonly cells: readonly (CellView | null)[];
}

/** Detectors down, faults that pass across. */
export interface MistakeTable {
  readonly traffic: Matrix['traffic'];
  readonly faults: readonly CellResult['fault'][];
  readonly rows: readonly MistakeRow[];
}

/** One idle connection that is probed for an hour, or a month, without need. */
export interface RunningCost {
  readonly label: string;
  readonly packetsPerHour: number;
  readonly bytesPerHour: number;
  readonly packetsPerMonth: number;
  readonly bytesPerMonth: number;
}

/** Of one detector, over all cells whose fault passes. */
export interface Toll {
  readonly label: string;
  readonly sessions: number;
  readonly mistakes: number;
}

export interface Mistakes {
  readonly tables: readonly MistakeTable[];
  readonly costs: readonly RunningCost[];
  /** Over all cells whose fault passes. */
  readonly sessions: number;
  readonly mistakes: number;
  readonly share95: Interval;
  /** Whoever gave up the least, and the most. */
  readonly mildest: Toll;
  readonly harshest: Toll;
  /** Fewest valid trials of a cell: what its figures are worth. */
  readonly fewest: number;
}

/** Fewer trials of a cell say next to nothing about its mistakes: of 10 without one, up to 28 % may make one (Wilson). */
export const tellingTrials = 10;

const hoursPerMonth = 30 * 24;

/** Null for an experiment without faults that pass, or before any trial of one. */
export function mistakesOf(matrices: readonly Matrix[]): Mistakes | null {
  const tables = matrices.map(tableOf).filter(({ faults }) => faults.length > 0);
  const cells = tables.flatMap(({ rows }) => rows.flatMap((row) => row.cells.filter((cell) => cell !== null)));
  const tried = cells.filter(({ valid }) => valid > 0);
  if (tried.length === 0) return null;
  const { sessions, mistakes } = tollOf('', tried);
  const tolls = [...Map.groupBy(tried, ({ detector }) => detector.label)]
    .map(([label, own]) => tollOf(label, own))
    .toSorted((a, b) => a.mistakes / a.sessions - b.mistakes / b.sessions);
  const [mildest, harshest] = [tolls[0], tolls.at(-1)];
  if (mildest === undefined || harshest === undefined) return null;
  return {
    tables,
    costs: costsOf(matrices),
    sessions,
    mistakes,
    share95: wilson(mistakes / sessions, sessions),
    mildest,
    harshest,
    fewest: Math.min(...tried.map(({ valid }) => valid)),
  };
}

const tollOf = (label: string, cells: readonly CellView[]): Toll => ({
  label,
  sessions: cells.reduce((sum, { quality }) => sum + quality.sessions, 0),
  mistakes: cells.reduce((sum, { quality }) => sum + quality.mistakes, 0),
});

function tableOf({ traffic, faults, rows }: Matrix): MistakeTable {
  const columns = faults.flatMap((fault, index) => (isTransient(fault) ? [index] : []));
  return {
    traffic,
    faults: faults.filter((fault) => isTransient(fault)),
    rows: rows.map(({ label, cells }) => ({ label, cells: columns.map((index) => cells[index] ?? null) })),
  };
}

/** Measured on the idle connection, the cheapest first. */
function costsOf(matrices: readonly Matrix[]): readonly RunningCost[] {
  const idle = matrices.find(({ traffic }) => traffic === 'idle');
  const costs = (idle?.rows ?? []).flatMap(({ label, cost }) => (cost === null ? [] : [runningCost(label, cost)]));
  return costs.toSorted((a, b) => a.bytesPerHour - b.bytesPerHour);
}

function runningCost(label: string, { packetsPerSecond, bytesPerSecond }: Cost): RunningCost {
  const [packetsPerHour, bytesPerHour] = [packetsPerSecond * 3600, bytesPerSecond * 3600];
  return {
    label,
    packetsPerHour,
    bytesPerHour,
    packetsPerMonth: packetsPerHour * hoursPerMonth,
    bytesPerMonth: bytesPerHour * hoursPerMonth,
  };
}
