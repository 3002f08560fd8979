/** Intervals that say how much a count or a share of few observations is worth; all at 95 %. */

export interface Interval {
  readonly from: number;
  /** Infinity when there is no upper bound. */
  readonly to: number;
}

/** Two-sided 95 % of the normal distribution. */
const z = 1.959963984540054;
const tail = 0.025;

/**
 * Score interval of Wilson (JASA 22, 1927) for a share out of `n`. The share may be an average of values in [0, 1] instead
 * of a count: their variance is p(1 - p) at most (Bhatia and Davis, 2000), so that the interval is too wide, if anything.
 */
export function wilson(share: number, n: number): Interval {
  if (n <= 0) return { from: 0, to: 1 };
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  // At the ends it is exact, but for the last digit.
  return { from: share === 0 ? 0 : Math.max(0, middle - half), to: share === 1 ? 1 : Math.min(1, middle + half) };
}

/** Exact interval of Garwood (Biometrika 28, 1936) for the mean of a Poisson count: equal tails of 2.5 %. */
export function garwood(count: number): Interval {
  const from = count === 0 ? 0 : solve((mean) => 1 - atMost(count - 1, mean) < tail, count);
  return { from, to: solve((mean) => atMost(count, mean) > tail, count) };
}

/** Where a condition that holds for small means ceases to. */
function solve(holds: (mean: number) => boolean, count: number): number {
  let [low, high] = [0, count + 10 * Math.sqrt(count + 1) + 10];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X <= count) of a Poisson variable: summed from its largest term down, where the rest no longer matters. */
function atMost(count: number, mean: number): number {
  if (mean === 0) return 1;
  const largest = Math.min(count, Math.floor(mean));
  const peak = Math.exp(largest * Math.log(mean) - mean - logFactorial(largest));
  let sum = peak;
  for (let k = largest, term = peak; k > 0 && term > sum * 1e-17; k--) sum += term *= k / mean;
  for (let k = largest + 1, term = peak; k <= count && term > sum * 1e-17; k++) sum += term *= mean / k;
  return sum;
}

/** Exact below 20, then Stirling's series to 1/n^5: better than 1e-12 there. */
function logFactorial(n: number): number {
  if (n < 20) return Array.from({ length: n }, (_, k) => Math.log(k + 1)).reduce((sum, log) => sum + log, 0);
  const series = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + series;
}
