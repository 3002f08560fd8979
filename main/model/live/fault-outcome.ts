/** What came of the last fault of a live session, and whether what was predicted of it still holds. */
import { faultTraits } from '../faults/index.ts';
import { isInside } from '../result/judge.ts';
import type { Prediction } from '../prediction.ts';
import { msBetween } from '../time.ts';
import type { SessionRow, Struck } from './live.ts';
import { isOver } from './session-row.ts';

/**
 * `pending`: a verdict may still come of it. `detected`: it led to the verdict. `undetected`: it is healed or the session is
 * over, and no verdict came of it.
 */
export type FaultOutcome = 'pending' | 'detected' | 'undetected';

/** Null before any fault. */
export function faultOutcome(row: SessionRow): FaultOutcome | null {
  const { struck } = row;
  if (struck === null) return null;
  if (detectionMsOf(row) !== null) return 'detected';
  return isOver(row.state) || isPast(struck) ? 'undetected' : 'pending';
}

/** From the fault to the verdict; null without both, and when the connection lived on after the fault. */
export function detectionMsOf({ struck, verdictAt }: SessionRow): number | null {
  if (struck === null || verdictAt === null || struck.survivedAt !== undefined) return null;
  return msBetween(struck.began.from, verdictAt);
}

/** Predicted for a fault that runs its course: void once somebody healed it early, unless the verdict came before that. */
export function predictionInForce({ struck, verdictAt }: SessionRow): Prediction | null {
  if (struck === null) return null;
  const isDecidedBefore = struck.ended !== null && verdictAt !== null && verdictAt <= struck.ended.from;
  return isHealedEarly(struck) && !isDecidedBefore ? null : struck.prediction;
}

/** Whether the verdict came as predicted; null without a verdict or a prediction. */
export function isAsPredicted(row: SessionRow): boolean | null {
  const detectionMs = detectionMsOf(row);
  const prediction = predictionInForce(row);
  if (detectionMs === null || prediction === null || prediction.kind === 'unpredicted') return null;
  return prediction.kind === 'interval' && isInside(detectionMs, prediction);
}

function isPast(struck: Struck): boolean {
  if (struck.ended === null) return false;
  return struck.survivedAt !== undefined || !mayTellLater(struck);
}

/** A peer that remembers nothing answers the next packet with RST; and an outage may have been predicted to outlast itself. */
const mayTellLater = (struck: Struck): boolean =>
  faultTraits(struck.fault).effect.is === 'amnesia' ||
  (!isHealedEarly(struck) && struck.prediction?.kind === 'interval');

const isHealedEarly = ({ fault, began, ended }: Struck): boolean =>
  ended !== null && msBetween(began.from, ended.from) < (faultTraits(fault).healsAfterMs ?? Infinity);
