/**
 * Phi of the accrual failure detector: -log10 of the probability that a heartbeat comes later than this, if gaps are
 * normally distributed (Hayashibara, Defago, Yared, Katayama: The phi Accrual Failure Detector, SRDS 2004, 4.1).
 * The normal distribution is taken by its logistic approximation, as in Akka (PhiAccrualFailureDetector.scala):
 * CDF(y) = 1 / (1 + exp(-y(a + b y^2))), within 1.4e-4 (Bowling et al., JIEM 2(1), 2009). Cassandra differs: exponential.
 */
import type { Expected } from '../detector.ts';
import type { Gaps } from '../prediction.ts';

/** What scales the suspicion. */
export interface PhiScale {
  /** Gaps that are remembered. */
  readonly window: number;
  /** Gaps that are all alike would make a millisecond too much look like death. */
  readonly minDeviationMs: number;
  /** Silence that is always acceptable, on top of the mean. */
  readonly pauseMs: number;
  /** Stands for the gaps while none has been seen. */
  readonly firstEstimateMs: number;
}

const linear = 1.5976;
const cubic = 0.070566;

/**
 * Phi after a silence. P(later) = 1 / (1 + exp(g)) with g = y(a + b y^2), so phi = log10(1 + exp(g)): written so that
 * nothing cancels, it neither sticks at the 16th digit nor becomes infinite, as -log10(1 - CDF) does.
 */
export function phi(silenceMs: number, { meanMs, deviationMs }: Expected): number {
  const y = (silenceMs - meanMs) / deviationMs;
  const g = y * (linear + cubic * y * y);
  return (Math.max(g, 0) + Math.log1p(Math.exp(-Math.abs(g)))) / Math.LN10;
}

/** How many deviations above the mean phi reaches `threshold`: the one real root of b y^3 + a y = g (Cardano, sinh form). */
export function deviationsAt(threshold: number): number {
  const grown = threshold * Math.LN10;
  const g = grown + Math.log1p(-Math.exp(-grown));
  const scale = 2 * Math.sqrt(linear / (3 * cubic));
  return scale * Math.sinh(Math.asinh((3 * g) / (linear * scale)) / 3);
}

/** The silence at which phi reaches `threshold`. */
export const silenceAt = (threshold: number, { meanMs, deviationMs }: Expected): number =>
  meanMs + deviationsAt(threshold) * deviationMs;

/** Two made-up gaps, a quarter below and above the first estimate, stand for gaps until as many were seen (Akka). */
export const firstGaps = ({ firstEstimateMs }: Pick<PhiScale, 'firstEstimateMs'>): readonly number[] => [
  firstEstimateMs * 0.75,
  firstEstimateMs * 1.25,
];

/** What is expected when these gaps are all that is remembered. */
export function expectedOf(gapsMs: readonly number[], settings: PhiScale): Expected {
  return bounded(gapsOf(gapsMs), settings);
}

/** The same from what was measured, before the made-up gaps are forgotten: they are the first to go. */
export function expectedAfter(measured: Gaps, settings: PhiScale): Expected {
  const room = Math.max(0, settings.window - measured.count);
  const madeUp = gapsOf(firstGaps(settings).slice(Math.max(0, 2 - room)));
  return bounded(together(madeUp, measured), settings);
}

function together(madeUp: Gaps, measured: Gaps): Gaps {
  const count = madeUp.count + measured.count;
  const share = madeUp.count / count;
  const meanMs = share * madeUp.meanMs + (1 - share) * measured.meanMs;
  const variance =
    share * (madeUp.deviationMs ** 2 + (madeUp.meanMs - meanMs) ** 2) +
    (1 - share) * (measured.deviationMs ** 2 + (measured.meanMs - meanMs) ** 2);
  return { count, meanMs, deviationMs: Math.sqrt(variance) };
}

function bounded({ meanMs, deviationMs }: Gaps, { pauseMs, minDeviationMs }: PhiScale): Expected {
  return { meanMs: meanMs + pauseMs, deviationMs: Math.max(deviationMs, minDeviationMs) };
}

/** Two passes: the sum of squares less the square of the sum loses all digits when gaps are alike. */
export function gapsOf(gapsMs: readonly number[]): Gaps {
  const count = gapsMs.length;
  if (count === 0) return { count, meanMs: 0, deviationMs: 0 };
  let sum = 0;
  for (const gap of gapsMs) sum += gap;
  const meanMs = sum / count;
  let squares = 0;
  for (const gap of gapsMs) squares += (gap - meanMs) ** 2;
  return { count, meanMs, deviationMs: Math.sqrt(squares / count) };
}
