/** Keepalive of the kernel on an idle connection (tcp_keepalive_timer, net/ipv4/tcp_timer.c). */
import type { KeepaliveOptions } from '../../options.ts';
import type { Prediction } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import type { Case } from '../case.ts';
import type { Known } from '../known.ts';
import { hull, range, rest, shift } from '../ranges.ts';
import { dead, unpredicted } from '../rules.ts';
import { keepaliveErrno } from './defaults.ts';
import { granuleMs, widened } from './timers.ts';

/** How late a timer of a kernel other than Linux may be: half a second, the slow timer of BSD TCP. */
const otherTimerMs = 500;

/** When nothing is in flight. */
export function keepaliveVerdict(c: Case, probes: KeepaliveOptions): Prediction {
  const { userTimeoutMs } = c.options;
  return userTimeoutMs === undefined ? countExhausted(c, probes) : userTimeoutReached(c, probes, userTimeoutMs);
}

function countExhausted({ known, kernel }: Case, probes: KeepaliveOptions): Prediction {
  const { idleMs, intervalMs, count } = probes;
  const nominal = shift(firstProbe(probes, known), count * intervalMs);
  const lateMs =
    kernel.os === 'linux'
      ? granuleMs(Math.max(idleMs, intervalMs), kernel) + count * granuleMs(intervalMs, kernel)
      : (count + 1) * otherTimerMs;
  return dead('keepalive-idle', widened(nominal, lateMs, kernel), keepaliveErrno(kernel.os));
}

/** Lateness adds to the silence that is compared with the user timeout, so an earlier tick may already do. */
function userTimeoutReached({ known, kernel }: Case, probes: KeepaliveOptions, timeoutMs: number): Prediction {
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  const { idleMs, intervalMs } = probes;
  const lateBy = (ticks: number): number =>
    granuleMs(Math.max(idleMs, intervalMs), kernel) + ticks * granuleMs(intervalMs, kernel);
  const ends = probeStarts(probes, known).map((start) => {
    const ticksFor = (silenceMs: number): number => Math.max(1, Math.ceil((silenceMs - start) / intervalMs));
    const ticks = ticksFor(timeoutMs);
    const fewest = ticksFor(timeoutMs - lateBy(ticks));
    const probe = rest(start, known.sinceSegmentMs);
    return range(probe.fromMs + fewest * intervalMs, probe.toMs + ticks * intervalMs + lateBy(ticks));
  });
  return dead('keepalive-user-timeout', widened(ends.reduce(hull), 0, kernel), 'ETIMEDOUT');
}

/**
 * Silence after which the first unanswered probe is sent. A timer that finds the connection quiet for `idle` probes at
 * once: after data it was armed for `idle`, after a probe for `interval`.
 */
function probeStarts({ idleMs, intervalMs }: KeepaliveOptions, { lastWasProbe }: Known): readonly number[] {
  const afterProbe = Math.max(idleMs, intervalMs);
  if (lastWasProbe === null) return [idleMs, afterProbe];
  return [lastWasProbe ? afterProbe : idleMs];
}

/** From the fault to the first keepalive probe that stays unanswered. */
export function firstProbe(probes: KeepaliveOptions, known: Known): RangeMs {
  return probeStarts(probes, known)
    .map((start) => rest(start, known.sinceSegmentMs))
    .reduce(hull);
}

/** Every probe that stays unanswered until `untilMs`, in order. */
export function unansweredProbes({ known, kernel, options }: Case, untilMs: number): RangeMs[] {
  if (options.keepalive === undefined) return [];
  const { idleMs, intervalMs, count } = options.keepalive;
  const { userTimeoutMs } = options;
  const ticks = userTimeoutMs === undefined ? count : Math.max(1, Math.ceil((userTimeoutMs - idleMs) / intervalMs));
  const first = firstProbe(options.keepalive, known);
  const lateMs = (tick: number): number =>
    granuleMs(Math.max(idleMs, intervalMs), kernel) + tick * granuleMs(intervalMs, kernel);
  // A user timeout of days would make millions of ticks: those up to the instant in question, and the next, will do.
  const wanted = Math.min(ticks, Math.ceil(Math.max(0, untilMs - first.fromMs) / intervalMs) + 2);
  return Array.from({ length: wanted }, (_, tick) => {
    const nominal = shift(first, tick * intervalMs);
    return range(nominal.fromMs, nominal.toMs + lateMs(tick));
  });
}
