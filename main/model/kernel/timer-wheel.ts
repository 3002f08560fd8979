/**
 * The timer wheel of Linux (kernel/time/timer.c): levels of buckets, each level coarser than the one below. Everything is
 * in jiffies.
 */

/** LVL_BITS and LVL_CLK_SHIFT. */
const levelBits = 6;
const clockShift = 3;
const levelSize = 2 ** levelBits;

/** LVL_DEPTH. */
const levelDepth = (hz: number): number => (hz > 100 ? 9 : 8);

/** LVL_GRAN: the width of the buckets of a level. */
const granularity = (level: number): number => 2 ** (level * clockShift);

/** LVL_START: the shortest delay that no longer fits into the level below. */
const levelStart = (level: number): number => (levelSize - 1) * 2 ** ((level - 1) * clockShift);

/** calc_wheel_index: the width of the bucket of a timer that is armed `delay` ahead. No socket waits up to its cutoff. */
export function granuleOf(delay: number, hz: number): number {
  const highest = levelDepth(hz) - 1;
  let level = 0;
  while (level < highest && delay >= levelStart(level + 1)) level += 1;
  return granularity(level);
}

/** When a timer runs that was armed to expire at `expires`, `delay` ahead. */
export type Wheel = (expires: number, delay: number, granule: number) => number;

/** calc_index: a bucket is emptied when the last timer that may be in it is due, never before. */
export const timerWheel: Wheel = (expires, _delay, granule) => (Math.floor(expires / granule) + 1) * granule;
