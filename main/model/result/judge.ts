import type { Verdict } from '../detector.ts';
import type { Prediction } from '../prediction.ts';
import type { Outcome } from './result.ts';
import { isTransient } from '../faults/index.ts';
import type { Fault } from '../faults/index.ts';
import type { RangeMs } from '../time.ts';

export interface Judged {
  readonly fault: Fault;
  readonly verdict: Verdict | null;
  /** Fault to verdict; null without one. */
  readonly detectionMs: number | null;
  readonly prediction: Prediction;
  readonly deadlineMs: number;
}

/** What a trial says about its detector, and whether theory said so. Only `dead` and `closed` count as verdicts. */
export function judge(judged: Judged): { readonly outcome: Outcome; readonly withinPrediction: boolean | null } {
  return { outcome: outcomeOf(judged), withinPrediction: withinPrediction(judged) };
}

const isFinal = (verdict: Verdict | null): boolean => verdict?.kind === 'dead' || verdict?.kind === 'closed';

function outcomeOf({ fault, verdict, detectionMs }: Judged): Outcome {
  if (!isFinal(verdict)) return isTransient(fault) ? 'survived' : 'undetected';
  const early = detectionMs === null || detectionMs < 0;
  return early || isTransient(fault) ? 'false-alarm' : 'detected';
}

/** Results keep whole microseconds: an instant on the very edge of an interval may be rounded out of it. */
const roundingMs = 0.001;

/** A censored trial agrees with every interval that reaches beyond the deadline. */
function withinPrediction({ verdict, detectionMs, prediction, deadlineMs }: Judged): boolean | null {
  const pronounced = isFinal(verdict);
  switch (prediction.kind) {
    case 'unpredicted':
      return null;
    case 'never':
      return !pronounced;
    case 'interval':
      if (!pronounced) return prediction.toMs > deadlineMs;
      return detectionMs !== null && isInside(detectionMs, prediction);
  }
}

/** Whether an instant lies in the interval that was predicted for it. */
export const isInside = (detectionMs: number, { fromMs, toMs }: RangeMs): boolean =>
  fromMs - roundingMs <= detectionMs && detectionMs <= toMs + roundingMs;
