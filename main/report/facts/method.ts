/** What the method section tells in numbers. */
import { nearestRank } from '#model/result/statistics.ts';
import type { CellView } from './cell.ts';

/** How exactly the fault's instant is known, over all trials; null when no trial says. */
export function faultSpan(cells: readonly CellView[]): { readonly medianMs: number; readonly maxMs: number } | null {
  const spans = cells.flatMap((cell) => cell.trials.flatMap(({ result }) => result.faultSpanMs ?? []));
  const medianMs = nearestRank(spans, 0.5);
  return medianMs === null ? null : { medianMs, maxMs: Math.max(...spans) };
}

/**
 * The first levels of the kernel's timer wheel: each has 64 slots and is 8 times coarser than the one before
 * (LVL_BITS and LVL_CLK_SHIFT in kernel/time/timer.c).
 */
export function granules(hz: number): readonly { readonly belowMs: number; readonly granuleMs: number }[] {
  return [0, 1, 2, 3].map((level) => {
    const granuleMs = (8 ** level * 1000) / hz;
    return { belowMs: 63 * granuleMs, granuleMs };
  });
}
