/** How late a Linux timer may be. */
import type { Kernel } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { range } from '../ranges.ts';

/** TCP_RTO_MIN and TCP_RTO_MAX (include/net/tcp.h). */
export const rtoMinMs = 200;
export const rtoMaxMs = 120_000;

/** kernel/time/timer.c: 64 buckets a level, each level 8 times coarser (LVL_CLK_SHIFT 3). */
const bucketsPerLevel = 64;
const coarserPerLevel = 8;
const levels = 9;

export const jiffyMs = ({ hz }: Pick<Kernel, 'hz'>): number => 1000 / hz;

/**
 * Width of the timer-wheel bucket that a timer of this length falls into: it may fire so much late, never early.
 * At HZ=250: 4 ms below 0.25 s, 32 ms below 2 s, 256 ms below 16 s, 2 s below 129 s (kernel/time/timer.c, calc_index).
 */
export function granuleMs(delayMs: number, kernel: Pick<Kernel, 'hz'>): number {
  const jiffy = jiffyMs(kernel);
  let level = 0;
  while (level < levels - 1 && delayMs / jiffy >= (bucketsPerLevel - 1) * coarserPerLevel ** level) level += 1;
  return coarserPerLevel ** level * jiffy;
}

/**
 * Event loop, process switch and stamping on a busy machine of two cores, both ends together.
 * Measured kernel death to event: 0.5 to 0.8 ms; a burst of 64 sockets: 7 ms; three busy loops on two cores: 9 ms.
 */
export const loopSlackMs = 40;

/** A time measured in jiffies begins up to one jiffy late and is read up to one jiffy early. */
export function widened(nominal: RangeMs, lateMs: number, kernel: Pick<Kernel, 'hz'>): RangeMs {
  return range(Math.max(0, nominal.fromMs - 2 * jiffyMs(kernel)), nominal.toMs + lateMs + loopSlackMs);
}

/** Timers of the application: a millisecond early by rounding, late by the event loop. */
export function late(nominal: RangeMs): RangeMs {
  return range(Math.max(0, nominal.fromMs - 2), nominal.toMs + loopSlackMs);
}
