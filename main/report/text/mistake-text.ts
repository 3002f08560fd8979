/** What is known of mistakes in a few words. */
import type { Estimate, MistakeRate, Strain } from '#model/result/result.ts';
import type { CellView } from '../facts/cell.ts';
import type { RunningCost } from '../facts/mistakes.ts';
import { amount, amountRange, bytes, chanceRange, duration, percent, percentRange, range } from './numbers.ts';
import type { Words } from '../words/en.ts';

/** `33%`: none and all only when it is none and all. */
export function killedText({ quality }: CellView, words: Words): string {
  const { killed, mistakes, sessions } = quality;
  if (killed.missing !== null) return words.mistakes.missing[killed.missing];
  if (mistakes === 0) return '0%';
  return percent(mistakes, sessions);
}

export const within = ({ interval95 }: Estimate): string => (interval95 === null ? '' : percentRange(interval95));

/** What theory expects of chance; null where it says nothing. */
export function expectedText({ quality }: CellView, words: Words): string | null {
  const expected = quality.expected ?? null;
  return expected === null ? null : words.mistakes.expected(chanceRange(expected));
}

/** Without a mistake only its upper bound. */
export function rateText(rate: MistakeRate | null, words: Words): string {
  const say = words.mistakes;
  const perHour = rate?.perHour;
  if (perHour === undefined || perHour.interval95 === null) return '\u2013';
  return perHour.value === null || perHour.value === 0
    ? say.perHourBelow(amount(perHour.interval95.to))
    : say.perHour(amount(perHour.value));
}

export function rateWithin(rate: MistakeRate | null, words: Words): string {
  const interval = rate?.perHour.interval95 ?? null;
  const isBound = rate === null || rate.mistakes === 0 || interval === null;
  return isBound ? rateText(rate, words) : `${amount(rate.perHour.value ?? 0)} [${amountRange(interval)}]`;
}

export function recurrenceText(rate: MistakeRate | null, words: Words): string {
  if (rate === null) return '\u2013';
  const { value, interval95, missing } = rate.recurrenceMs;
  if (value !== null && interval95 !== null)
    return `${duration(value)} [${range({ fromMs: interval95.from, toMs: interval95.to ?? Infinity })}]`;
  if (interval95 !== null) return words.mistakes.atLeast(duration(interval95.from));
  return missing === null ? '\u2013' : words.mistakes.missing[missing];
}

export function lastedText({ quality }: CellView, words: Words): string {
  const { value, missing } = quality.mistakeDurationMs;
  return value === null ? words.mistakes.missing[missing ?? 'no-mistake'] : duration(value);
}

export function accuracyText({ quality }: CellView, words: Words): string {
  const { value, missing } = quality.accuracy;
  if (value === null) return words.mistakes.missing[missing ?? 'no-trials'];
  return `${percent(value, 1)} [${within(quality.accuracy)}]`;
}

/** For one connection in an hour, and for a thousand in a month. */
export interface CostTexts {
  readonly hour: string;
  readonly thousand: string;
}

export function costTexts(cost: RunningCost, words: Words): CostTexts {
  const volume = (packets: number, size: number): string => words.mistakes.volume(packets, bytes(size));
  return {
    hour: volume(cost.packetsPerHour, cost.bytesPerHour),
    thousand: volume(cost.packetsPerMonth * 1000, cost.bytesPerMonth * 1000),
  };
}

export const strainText = ({ worstLagMs, toleratedMs, detector, exceeded }: Strain, { mistakes: say }: Words): string =>
  (exceeded ? say.strained : say.calm)(worstLagMs, toleratedMs, detector);
