/** Detectors that suit a trace: what to start from when nobody has said which. */
import type { DetectorSettings } from '../settings.ts';
import type { Trace } from './trace.ts';

export interface TraceFigures {
  readonly arrivals: number;
  /** From the first arrival to the last. */
  readonly spanMs: number;
  readonly medianGapMs: number;
  readonly longestGapMs: number;
}

export function figuresOf({ arrivalsMs }: Trace): TraceFigures {
  const gaps = Float64Array.from(arrivalsMs.slice(1), (atMs, index) => atMs - (arrivalsMs[index] ?? 0)).toSorted();
  return {
    arrivals: arrivalsMs.length,
    spanMs: arrivalsMs.at(-1) ?? 0,
    medianGapMs: gaps[gaps.length >> 1] ?? 0,
    longestGapMs: gaps.at(-1) ?? 0,
  };
}

/** One of each family, as if heartbeats had been agreed on at the trace's own pace. */
export function fittingDetectors(trace: Trace): readonly DetectorSettings[] {
  const paceMs = roundPaceMs(figuresOf(trace).medianGapMs);
  const slackMs = Math.max(leastMs, Math.round(paceMs / 2));
  return [
    { kind: 'receive-deadline', everyMs: paceMs, slackMs },
    { kind: 'k-of-n', intervalMs: paceMs, slackMs, k: 2, n: 4 },
    {
      kind: 'bfd',
      minTxMs: paceMs,
      minRxMs: paceMs,
      peerMinTxMs: paceMs,
      peerMinRxMs: paceMs,
      multiplier: 3,
      seed: 1,
    },
    {
      kind: 'phi-accrual',
      intervalMs: paceMs,
      threshold: 8,
      window: 1000,
      // A tenth of the interval, as in Akka (100 ms of 1 s): gaps that are all alike have no deviation.
      minDeviationMs: Math.max(1, Math.round(paceMs / 10)),
      pauseMs: 0,
      firstEstimateMs: paceMs,
    },
  ];
}

/** What experiment files take for an interval (main/contract/experiment/file-values.ts). */
const leastMs = 10;
const mostMs = 24 * 3_600_000;

/** Two digits, as people choose intervals. */
const roundPaceMs = (ms: number): number => Math.round(Math.min(mostMs, Math.max(leastMs, Number(ms.toPrecision(2)))));
