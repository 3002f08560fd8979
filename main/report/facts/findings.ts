/** What the experiment found, as data: words turn it into sentences. */
import type { CellResult } from '#model/result/result.ts';
import type { Traffic } from '#model/traffic.ts';
import { isTransient } from '#model/faults/index.ts';
import { tellingRank } from '#model/faults/telling.ts';
import type { CellView } from './cell.ts';
import type { Matrix } from './matrix.ts';

export interface Timed {
  readonly label: string;
  readonly p50Ms: number;
}

/** One fault under one traffic, over all detectors. */
export interface Finding {
  readonly fault: CellResult['fault'];
  readonly traffic: Traffic;
  /** The path heals or the peer lives: silence is right. */
  readonly transient: boolean;
  /** Detectors with at least one valid trial. */
  readonly total: number;
  /** Reached a verdict in every valid trial; quickest first. For a transient fault these are false alarms. */
  readonly always: readonly Timed[];
  readonly sometimes: readonly string[];
  readonly never: readonly string[];
}

export function findingsOf(matrices: readonly Matrix[]): readonly Finding[] {
  return matrices.flatMap((matrix) =>
    matrix.faults.map((fault, column) => {
      const cells = matrix.rows.flatMap((row) => row.cells[column] ?? []);
      return findingOf(fault, matrix.traffic, cells);
    }),
  );
}

function findingOf(fault: CellResult['fault'], traffic: Traffic, cells: readonly CellView[]): Finding {
  const transient = isTransient(fault);
  const tried = cells
    // A flow that was kept alive is nothing to notice.
    .filter((cell) => cell.valid > 0 && (transient || cell.state !== 'survived'))
    .map((cell) => ({ cell, hits: transient ? cell.falseAlarms : cell.detected }));
  const of = (wanted: (hits: number, valid: number) => boolean): CellView[] =>
    tried.filter(({ cell, hits }) => wanted(hits, cell.valid)).map(({ cell }) => cell);
  const timed = of((hits, valid) => hits === valid).map(({ detector, p50Ms }) => ({
    label: detector.label,
    p50Ms: p50Ms ?? 0,
  }));
  return {
    fault,
    traffic,
    transient,
    total: tried.length,
    always: timed.toSorted((a, b) => a.p50Ms - b.p50Ms),
    sometimes: labels(of((hits, valid) => hits > 0 && hits < valid)),
    never: labels(of((hits) => hits === 0)),
  };
}

const labels = (cells: readonly CellView[]): string[] => cells.map((cell) => cell.detector.label);

/** The finding that the headline tells; null when no trial was valid. */
export function mostTelling(findings: readonly Finding[]): Finding | null {
  const rank = ({ fault, traffic }: Finding): number => tellingRank(fault) * 2 + (traffic === 'idle' ? 0 : 1);
  const tried = findings.filter((finding) => finding.total > 0);
  return tried.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}
