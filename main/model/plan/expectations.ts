/** Whether an experiment found what was expected of it. */
import type { CellResult, ExpectationResult, TrialResult } from '../result/result.ts';
import type { Expectation } from './plan.ts';
import type { Fault } from '../faults/index.ts';
import { nearestRank, verdictTimeMs } from '../result/statistics.ts';

/** The part of a cell that expectations look at. */
export type JudgedCell = Pick<CellResult, 'detector' | 'fault' | 'traffic' | 'trials'>;

type CellScope = {
  readonly detector: { kind: string; role?: string };
  readonly fault: { kind: string };
  readonly traffic: string;
};

/** True when the expectation says something about this cell. */
export function speaksOf({ detector, fault, traffic, role }: Expectation, cell: CellScope): boolean {
  return (
    (detector ?? cell.detector.kind) === cell.detector.kind &&
    (fault ?? cell.fault.kind) === cell.fault.kind &&
    (traffic ?? cell.traffic) === cell.traffic &&
    (role ?? cell.detector.role) === cell.detector.role
  );
}

/**
 * One number over all valid trials of the cells it speaks of, compared with the bound.
 * Without a single such trial nothing is shown, so nothing is met.
 */
export function checkExpectation(
  expectation: Expectation,
  cells: readonly JudgedCell[],
  deadlineMs: number,
): ExpectationResult {
  const samples = cells
    .filter((cell) => speaksOf(expectation, cell))
    .flatMap(({ trials, fault }) => trials.map((trial) => ({ trial, fault })))
    .filter(({ trial }) => trial.outcome !== 'invalid');
  const { value, observed } = measure(expectation.metric, samples, deadlineMs);
  return { text: expectation.text, met: value !== null && holds(value, expectation), observed };
}

interface Sample {
  readonly trial: TrialResult;
  readonly fault: Fault;
}

interface Observation {
  readonly value: number | null;
  readonly observed: string;
}

function measure(metric: Expectation['metric'], samples: readonly Sample[], deadlineMs: number): Observation {
  const outcomes = (outcome: TrialResult['outcome']) => samples.map(({ trial }) => trial.outcome === outcome);
  switch (metric) {
    case 'p50':
      return time(samples, 0.5, deadlineMs);
    case 'p95':
      return time(samples, 0.95, deadlineMs);
    case 'max':
      return time(samples, 1, deadlineMs);
    case 'detected':
      return share(outcomes('detected'));
    case 'undetected':
      return share(outcomes('undetected'));
    case 'falseAlarms':
      return share(outcomes('false-alarm'));
    case 'survived':
      return share(outcomes('survived'));
    case 'withinPrediction':
      return share(samples.map(({ trial }) => trial.withinPrediction).filter((within) => within !== null));
  }
}

/** A fault that nobody noticed by the deadline took longer than any number: it counts as endless. */
function time(samples: readonly Sample[], quantile: number, deadlineMs: number): Observation {
  const times = samples
    .map(({ trial, fault }) => (trial.outcome === 'undetected' ? Infinity : verdictTimeMs(trial, fault)))
    .filter((ms) => ms !== null);
  const value = nearestRank(times, quantile);
  if (value === null) return { value, observed: 'n=0' };
  return { value, observed: `${value === Infinity ? `> ${seconds(deadlineMs)}` : seconds(value)} (n=${times.length})` };
}

function share(hits: readonly boolean[]): Observation {
  if (hits.length === 0) return { value: null, observed: 'n=0' };
  const count = hits.filter(Boolean).length;
  const value = count / hits.length;
  return { value, observed: `${Number((value * 100).toFixed(1))}% (${count}/${hits.length})` };
}

function holds(value: number, { comparison, value: bound }: Expectation): boolean {
  switch (comparison) {
    case '<=':
      return value <= bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '>':
      return value > bound;
    case '==':
      return value === bound;
  }
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))}s`;
}
