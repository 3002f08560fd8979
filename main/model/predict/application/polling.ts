import type { RangeMs } from '../../time.ts';
import type { Case } from '../case.ts';
import { range } from '../ranges.ts';

/** The first poll at or after an instant; the polls keep to a grid that starts at `untilPollMs`. */
export function nextPoll({ traits, known }: Case, after: RangeMs): RangeMs {
  const everyMs = traits.polls?.everyMs ?? 0;
  const grid = known.untilPollMs;
  if (grid === null || grid.toMs > grid.fromMs)
    return range(Math.max(0, after.fromMs), Math.max(0, after.toMs) + everyMs);
  const pollFrom = (ms: number): number => grid.fromMs + Math.max(0, Math.ceil((ms - grid.fromMs) / everyMs)) * everyMs;
  return range(pollFrom(after.fromMs), pollFrom(after.toMs));
}
