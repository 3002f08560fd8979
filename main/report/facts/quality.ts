/** The quality of service of a detector as a reader sees it. */
import type { Interval } from '#model/result/confidence.ts';
import type { Quality } from '#model/replay/quality.ts';
import { amount, count, duration } from '../text/numbers.ts';

const none = '\u2013';
const enDash = '\u2013';

export interface QualityText {
  readonly detection: string;
  readonly mistakes: string;
  readonly perHour: string;
  /** `[18.6–263]`, without unit: it stands beside the number it belongs to. */
  readonly perHour95: string;
  readonly recurrence: string;
  readonly length: string;
  readonly accuracy: string;
  readonly accuracy95: string;
}

export function qualityText(quality: Quality): QualityText {
  const { accuracy, accuracy95, mistakesPerHour, mistakesPerHour95 } = quality;
  const decimals = accuracy === null ? 1 : decimalsOf(accuracy);
  return {
    detection: time(quality.detectionMs),
    mistakes: count(quality.mistakes),
    perHour: mistakesPerHour === null ? none : amount(mistakesPerHour),
    perHour95: within(mistakesPerHour95, amount),
    recurrence: time(quality.mistakeRecurrenceMs),
    length: time(quality.mistakeDurationMs),
    accuracy: accuracy === null ? none : `${inPercent(accuracy, decimals)}%`,
    accuracy95: within(accuracy95, (share) => inPercent(share, decimals)),
  };
}

const time = (ms: number | null): string => (ms === null ? none : duration(ms));

const within = (interval: Interval | null, text: (value: number) => string): string =>
  interval === null ? '' : `[${text(interval.from)}${enDash}${text(interval.to)}]`;

/** Two digits of what is missing to the whole. */
function decimalsOf(share: number): number {
  const missing = 1 - share;
  return missing <= 0 ? 1 : Math.min(4, Math.max(1, Math.ceil(-Math.log10(missing)) - 1));
}

/** Never rounded up to the whole. */
function inPercent(share: number, decimals: number): string {
  if (share === 1) return '100';
  const unit = 10 ** decimals;
  return (Math.floor(share * 100 * unit) / unit).toFixed(decimals);
}
