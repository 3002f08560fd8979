/** Detectors that send PING by a schedule of their own, and what is known of them. */
import { agreedTxMs } from '../detectors/bfd.ts';
import { deviationsAt, expectedAfter, silenceAt } from '../detectors/phi.ts';
import type {
  BfdSettings,
  DetectorSettings,
  KOfNSettings,
  LearnedHeartbeatSettings,
  PhiAccrualSettings,
} from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { plus, range, rest } from './ranges.ts';
import type { Known } from './situation.ts';
import { loopSlackMs } from './timers.ts';

export type Scheduled = PhiAccrualSettings | KOfNSettings | BfdSettings | LearnedHeartbeatSettings;

export function isScheduled(detector: DetectorSettings): detector is Scheduled {
  const { kind } = detector;
  return kind === 'phi-accrual' || kind === 'k-of-n' || kind === 'bfd' || kind === 'learned-heartbeat';
}

/** The longest time between two PINGs of a healthy session. */
export function longestPaceMs(detector: Scheduled): number {
  switch (detector.kind) {
    case 'phi-accrual':
    case 'k-of-n':
      return detector.intervalMs;
    case 'bfd':
      return agreedTxMs(detector);
    case 'learned-heartbeat':
      return detector.maxMs;
  }
}

/** The shortest, while nothing is answered any more. */
export function shortestPaceMs(detector: Scheduled): number {
  switch (detector.kind) {
    case 'phi-accrual':
    case 'k-of-n':
      return detector.intervalMs;
    case 'bfd':
      return agreedTxMs(detector) * 0.75;
    case 'learned-heartbeat':
      return Math.min(detector.startMs, detector.timeoutMs);
  }
}

/**
 * From the fault until phi reaches the threshold: closed when the gaps are measured. Before a run they are only bounded:
 * none seen yet, or many, each the interval within what event loops and network add.
 */
export function untilPhi(detector: PhiAccrualSettings, { gaps, sinceHeardMs }: Known): RangeMs {
  const { threshold } = detector;
  if (gaps) return rest(silenceAt(threshold, expectedAfter(gaps, detector)), sinceHeardMs);
  const { intervalMs, firstEstimateMs, minDeviationMs, pauseMs, window } = detector;
  const madeUp = firstEstimateMs / 4;
  // Variance within what was made up and what was seen, and between them: at most when they are equally many.
  const within = Math.max(madeUp, loopSlackMs);
  const apart = Math.abs(firstEstimateMs - intervalMs) + madeUp + loopSlackMs;
  const widest = Math.max(minDeviationMs, Math.sqrt(within ** 2 + apart ** 2 / 4));
  // The longer of the two that were made up is the last to be forgotten.
  const last = Math.max(0, firstEstimateMs + madeUp - intervalMs) / window;
  const mean = range(
    Math.max(0, Math.min(firstEstimateMs, intervalMs - loopSlackMs)),
    Math.max(firstEstimateMs, intervalMs + last + loopSlackMs),
  );
  const away = range(deviationsAt(threshold) * minDeviationMs, deviationsAt(threshold) * widest);
  const { fromMs, toMs } = plus(plus(mean, away), range(pauseMs));
  return range(rest(fromMs, sinceHeardMs).fromMs, rest(toMs, sinceHeardMs).toMs);
}
