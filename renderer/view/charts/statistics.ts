/** What charts are drawn from, as pure functions. */

/** Steps of an empirical distribution: at each value the share of `n` that is at or below it. Censored ones never count. */
export function ecdf(
  values: readonly number[],
  n: number,
): readonly { readonly value: number; readonly share: number }[] {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.map((value, index) => ({ value, share: (index + 1) / n }));
}
