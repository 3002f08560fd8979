/** Statistics over the trials of a cell. Censored trials are counted, never averaged. */
import { isTransient } from '../faults/index.ts';
import type { CellStats, TrialResult } from './result.ts';
import type { Fault } from '../faults/index.ts';

/** A trial and how long its detector watched a peer that was alive. */
export interface WatchedTrial {
  readonly result: TrialResult;
  readonly aliveMs: number | null;
}

/**
 * Nearest-rank quantile: the smallest value that at least `share` of all values do not exceed.
 * It is always one of the measured values, which interpolation between three of them would not be.
 */
export function nearestRank(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? null;
}

/** When the verdict came: for detections, and for false alarms that a passing fault provoked. */
export function verdictTimeMs(trial: TrialResult, fault: Fault): number | null {
  if (trial.outcome === 'detected') return trial.detectionMs;
  const provoked = trial.outcome === 'false-alarm' && isTransient(fault) && (trial.detectionMs ?? -1) >= 0;
  return provoked ? trial.detectionMs : null;
}

export function statsOf(trials: readonly WatchedTrial[], fault: Fault): CellStats {
  const count = (outcome: TrialResult['outcome']): number =>
    trials.filter(({ result }) => result.outcome === outcome).length;
  const invalid = count('invalid');
  const times = trials.map(({ result }) => verdictTimeMs(result, fault)).filter((ms) => ms !== null);
  return {
    n: trials.length - invalid,
    detected: count('detected'),
    undetected: count('undetected'),
    falseAlarms: count('false-alarm'),
    survived: count('survived'),
    invalid,
    p50Ms: nearestRank(times, 0.5),
    p95Ms: nearestRank(times, 0.95),
    maxMs: nearestRank(times, 1),
    mistakeRatePerHour: mistakeRatePerHour(trials),
  };
}

/** Mistake rate of Chen, Toueg and Aguilera (IEEE ToC 51(5), 2002): false verdicts per time that the peer was alive. */
function mistakeRatePerHour(trials: readonly WatchedTrial[]): number | null {
  const valid = trials.filter(({ result }) => result.outcome !== 'invalid');
  const aliveMs = valid.reduce((sum, trial) => sum + (trial.aliveMs ?? 0), 0);
  const mistakes = valid.filter(({ result }) => result.outcome === 'false-alarm').length;
  return aliveMs > 0 ? (mistakes * 3_600_000) / aliveMs : null;
}
