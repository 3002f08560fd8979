/** What a row says, in words. */
import type { Words } from '../../words/en/index.ts';
import type { SessionRow } from '#model/live/live.ts';
import type { Prediction } from '#model/prediction.ts';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { duration, roughRange } from '#report/text/numbers.ts';

type Say = Words['sessions'];

/** Calm enough to read while it counts: tenths of a second. */
export const seconds = (ms: number): string =>
  ms < 60_000 ? `${(Math.max(0, ms) / 1000).toFixed(1)}\u00a0s` : duration(ms);

export const ageText =
  ({ startedAt, endedAt }: SessionRow) =>
  (now: Ns): string =>
    seconds(msBetween(startedAt, endedAt ?? now));

export const heardText =
  ({ heardAt, endedAt }: SessionRow, say: Say) =>
  (now: Ns): string =>
    heardAt === null ? say.none : say.ago(seconds(msBetween(heardAt, endedAt ?? now)));

/** The kernel's timer, or else the detector's own wake-up. */
export const timerText =
  ({ timer, wake, endedAt }: SessionRow, say: Say) =>
  (now: Ns): string => {
    const armed = timer === null ? wake : { timer: say.timerName[timer.kind], dueAt: timer.dueAt };
    if (armed === null || endedAt !== null) return say.none;
    const leftMs = msBetween(now, armed.dueAt);
    return `${armed.timer} ${leftMs > 0 ? say.inTime(seconds(leftMs)) : say.due}`;
  };

export function predictionText(prediction: Prediction | null, say: Say): string {
  if (prediction === null) return say.none;
  if (prediction.kind === 'interval') return roughRange(prediction);
  return prediction.kind === 'never' ? say.never : say.unpredicted;
}
