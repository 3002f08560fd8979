import { plusMs } from '../time.ts';
import type { Ns } from '../time.ts';

/**
 * The due time after `due`: on the grid, so that lateness of timers never adds up. A process that comes a whole period late
 * (it was stopped, or its machine was suspended) does not catch up in a burst: the grid starts anew at `at`.
 */
export function nextDue(due: Ns, everyMs: number, at: Ns): Ns {
  const next = plusMs(due, everyMs);
  return next > at ? next : plusMs(at, everyMs);
}

/** Less than this is the rounding of whoever keeps the time, not a timer that rings for an older wish. */
const roundingNs = 1000;

/** True for a wake-up that came before its due time. */
export const isEarly = (at: Ns, due: Ns): boolean => due - at > roundingNs;
