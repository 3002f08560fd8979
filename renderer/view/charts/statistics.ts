/** What charts are drawn from, as pure functions. */

/** Steps of an empirical distribution: at each value the share of `n` that is at or below it. Censored ones never count. */
export function ecdf(
  values: readonly number[],
  n: number,
): readonly { readonly value: number; readonly share: number }[] {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.map((value, index) => ({ value, share: (index + 1) / n }));
}

export interface Placed {
  readonly cost: number;
  readonly timeMs: number;
}

/** Those that nothing beats in both cost and time, the cheapest first. */
export function paretoFront<P extends Placed>(points: readonly P[]): readonly P[] {
  const byCost = points.toSorted((a, b) => a.cost - b.cost || a.timeMs - b.timeMs);
  let best = Infinity;
  return byCost.filter(({ timeMs }) => {
    if (timeMs >= best) return false;
    best = timeMs;
    return true;
  });
}

/** Moves labels down until none covers the one above; answers their places in the order given. */
export function spreadLabels(wanted: readonly number[], gap: number): readonly number[] {
  const order = wanted.map((y, index) => ({ y, index })).toSorted((a, b) => a.y - b.y);
  const placed = Array.from(wanted);
  let last = -Infinity;
  for (const { y, index } of order) {
    last = Math.max(y, last + gap);
    placed[index] = last;
  }
  return placed;
}
