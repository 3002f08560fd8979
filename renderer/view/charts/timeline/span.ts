/** The part of time that is in sight, in milliseconds since the opening; and how it moves. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Nothing happens quicker than a kernel tick. */
const leastMs = 5;

export function zoomed({ fromMs, toMs }: Span, factor: number, aroundMs: number): Span {
  const width = Math.max(leastMs, (toMs - fromMs) * factor);
  const share = toMs === fromMs ? 0.5 : (aroundMs - fromMs) / (toMs - fromMs);
  return { fromMs: aroundMs - share * width, toMs: aroundMs + (1 - share) * width };
}

export const moved = ({ fromMs, toMs }: Span, byMs: number): Span => ({ fromMs: fromMs + byMs, toMs: toMs + byMs });

/** Back to where there is something to see, at the same width where that fits. */
export function within({ fromMs, toMs }: Span, all: Span): Span {
  const width = Math.min(toMs - fromMs, Math.max(leastMs, all.toMs - all.fromMs));
  const from = Math.min(Math.max(fromMs, all.fromMs), all.toMs - width);
  return { fromMs: from, toMs: from + width };
}

/** Index of the first of `times` (in order) that is not before `at`. */
export function firstNotBefore(times: readonly number[] | Float64Array, at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Round steps of time, about `count` of them. */
export function ticksOf({ fromMs, toMs }: Span, count: number): readonly number[] {
  const rough = (toMs - fromMs) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? power * 10;
  const first = Math.ceil(fromMs / step);
  return Array.from({ length: Math.max(0, Math.floor(toMs / step) - first + 1) }, (_, index) => (first + index) * step);
}
