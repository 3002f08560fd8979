/**
 * The quality of service of a detector on one trace: Chen, Toueg and Aguilera, IEEE Transactions on Computers 51(5), 2002.
 * Everything before the peer's death is about mistakes, what follows is about detection.
 */
import { garwood, wilson } from '../result/confidence.ts';
import type { Interval } from '../result/confidence.ts';
import type { Replayed, Suspicion } from './replay.ts';
import type { Trace } from './trace.ts';

export interface Quality {
  /**
   * T_D: from the death to the suspicion that stays, 0 when it was suspected already. Without a death in the trace from the
   * last arrival, as if the peer had died right after it, which is the longest it can take.
   */
  readonly detectionMs: number | null;
  /** Suspicions that began while the peer was alive. */
  readonly mistakes: number;
  /** Mean of T_MR, from one mistake's beginning to the next; null with fewer than two. */
  readonly mistakeRecurrenceMs: number | null;
  /** Mean of T_M over the mistakes that were taken back; null without one. */
  readonly mistakeDurationMs: number | null;
  /** Null for a trace without length; so is what follows. */
  readonly mistakesPerHour: number | null;
  /** Garwood's exact interval: as if mistakes came independently of each other. */
  readonly mistakesPerHour95: Interval | null;
  /** P_A: the share of the peer's life at which a query would have been answered rightly. */
  readonly accuracy: number | null;
  /** Wilson's score interval; one observation is the share of one gap between arrivals that was answered rightly. */
  readonly accuracy95: Interval | null;
  readonly watchedMs: number;
}

const hourMs = 3_600_000;

export function qualityOf({ arrivalsMs, diedAtMs }: Trace, { suspicions }: Replayed): Quality {
  const watchedMs = diedAtMs ?? arrivalsMs.at(-1) ?? 0;
  const mistakes = suspicions.filter(({ fromMs }) => fromMs < watchedMs);
  const final = suspicions.find(({ untilMs }) => untilMs === null);
  const hours = watchedMs / hourMs;
  const wrongMs = mistakes.reduce(
    (sum, { fromMs, untilMs }) => sum + Math.min(untilMs ?? Infinity, watchedMs) - fromMs,
    0,
  );
  const accuracy = watchedMs > 0 ? 1 - wrongMs / watchedMs : null;
  const { from, to } = garwood(mistakes.length);
  const gaps = arrivalsMs.filter((atMs) => atMs <= watchedMs).length - 1;
  return {
    detectionMs: final === undefined ? null : Math.max(0, final.fromMs - watchedMs),
    mistakes: mistakes.length,
    mistakeRecurrenceMs: recurrenceMs(mistakes),
    mistakeDurationMs: durationMs(mistakes, watchedMs),
    mistakesPerHour: hours > 0 ? mistakes.length / hours : null,
    mistakesPerHour95: hours > 0 ? { from: from / hours, to: to / hours } : null,
    accuracy,
    accuracy95: accuracy === null ? null : wilson(accuracy, gaps),
    watchedMs,
  };
}

function recurrenceMs(mistakes: readonly Suspicion[]): number | null {
  const [first, last] = [mistakes[0], mistakes.at(-1)];
  if (first === undefined || last === undefined || mistakes.length < 2) return null;
  return (last.fromMs - first.fromMs) / (mistakes.length - 1);
}

/** One that the death ended is censored: how long it would have lasted is unknown. */
function durationMs(mistakes: readonly Suspicion[], watchedMs: number): number | null {
  const lengths = mistakes.flatMap(({ fromMs, untilMs }) =>
    untilMs === null || untilMs > watchedMs ? [] : [untilMs - fromMs],
  );
  return lengths.length === 0 ? null : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
}
