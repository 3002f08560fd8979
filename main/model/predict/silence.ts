/** When a detector gives the peer up by itself, if nothing ever comes back after the fault. */
import { detectionMs } from '../detectors/bfd.ts';
import type { Kernel, Prediction } from '../prediction.ts';
import { writingGapMs } from '../settings.ts';
import { keepaliveErrno } from './defaults.ts';
import type { DetectorSettings, HeartbeatSettings, KeepaliveSettings } from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { earlier, hull, later, plus, range, rest, shift } from './ranges.ts';
import { retriesExhausted, userTimeoutExpired } from './retransmission.ts';
import { dead, never, unpredicted } from './rules.ts';
import { isScheduled, longestPaceMs, untilPhi } from './scheduled.ts';
import type { Scheduled } from './scheduled.ts';
import { granuleMs, jiffyMs, loopSlackMs, widened } from './timers.ts';
import type { Known } from './situation.ts';

/** How late a timer of a kernel other than Linux may be: half a second, the slow timer of BSD TCP. */
const otherTimerMs = 500;

/** If nothing gets through any more: the detector's own verdict, or before it the kernel's on what was written. */
export function silenceVerdict(detector: DetectorSettings, s: Known, kernel: Kernel): Prediction {
  // Nothing of its own comes to pass, but the kernel's.
  if (isStarved(detector, s)) return ownVerdictOfKernel(detector, s, kernel);
  return unlessKernelFirst(ownVerdict(detector, s, kernel), detector, s, kernel);
}

/** The detector's verdict while the kernels go on acknowledging: a frozen or slow peer. */
export function ownVerdict(detector: DetectorSettings, s: Known, kernel: Kernel): Prediction {
  const lost = firstLostData(detector, s);
  switch (detector.kind) {
    case 'heartbeat':
    case 'dedicated-heartbeat':
      if (isStarved(detector, s)) return starvation(detector);
      return dead('heartbeat', late(shift(firstPing(detector, s), detector.tries * detector.intervalMs)));
    case 'receive-deadline':
      return dead('receive-deadline', late(rest(detector.everyMs + detector.slackMs, s.sinceHeardMs)));
    case 'phi-accrual':
      return dead('phi-accrual', late(untilPhi(detector, s)));
    case 'k-of-n':
      return dead('k-of-n', late(rest(detector.k * detector.intervalMs + detector.slackMs, s.sinceHeardMs)));
    case 'bfd':
      return dead('bfd', late(rest(detectionMs(detector), s.sinceHeardMs)));
    case 'learned-heartbeat':
      return dead('learned-heartbeat', late(shift(nextPing(detector, s), detector.tries * detector.timeoutMs)));
    case 'keepalive':
      if (lost !== null) return inFlight(lost, detector.userTimeoutMs, s, kernel);
      return detector.userTimeoutMs === undefined
        ? keepaliveIdle(detector, s, kernel)
        : keepaliveUserTimeout(detector, detector.userTimeoutMs, s, kernel);
    case 'user-timeout':
      return lost === null ? never('nothing-outstanding') : inFlight(lost, detector.timeoutMs, s, kernel);
    case 'eof':
    case 'write-probe':
      return lost === null ? never('nothing-outstanding') : inFlight(lost, undefined, s, kernel);
    case 'tcp-info':
    case 'oob':
      return lost === null ? never('nothing-outstanding') : polled(detector, lost, s, kernel);
  }
}

/** Whether the session's own writes, taken for activity, keep its PINGs from ever being due. */
export function isStarved(detector: DetectorSettings, { writesOn }: Known): boolean {
  return detector.kind === 'heartbeat' && detector.activity === 'traffic' && writesOn;
}

/** Writes that are further apart than the silence leave a PING its chance; which, depends on their order. */
const starvation = ({ idleMs }: HeartbeatSettings): Prediction =>
  writingGapMs + loopSlackMs < idleMs ? never('ping-starved') : unpredicted('phase-decides');

function ownVerdictOfKernel(detector: DetectorSettings, s: Known, kernel: Kernel): Prediction {
  const own = ownVerdict(detector, s, kernel);
  if (own.kind !== 'never') return own;
  return kernel.os === 'linux' ? (kernelVerdicts(detector, s, kernel)[0]?.verdict ?? own) : unpredicted('other-kernel');
}

/** Whoever waits long enough is told by the kernel. */
export function unlessKernelFirst(own: Prediction, detector: DetectorSettings, s: Known, kernel: Kernel): Prediction {
  if (own.kind !== 'interval') return own;
  return kernelVerdicts(detector, s, kernel)
    .map(({ verdict }) => verdict)
    .reduce(firstOf, own);
}

export interface KernelVerdict {
  readonly lost: RangeMs;
  /** When the kernel gives up; who only polls sees it later. */
  readonly due: RangeMs;
  readonly verdict: Prediction;
}

/** What the kernel says of lost data when retries2 is used up: ETIMEDOUT, or CLOSED to who only polls. */
export function kernelVerdicts(detector: DetectorSettings, s: Known, kernel: Kernel): readonly KernelVerdict[] {
  if (kernel.os !== 'linux' || !outlastsKernel(detector)) return [];
  const ping = detector.kind === 'dedicated-heartbeat' && detector.from !== 'server' ? firstPing(detector, s) : null;
  return [firstLostData(detector, s), ping]
    .filter((lost) => lost !== null)
    .map((lost) => {
      const gaveUp = plus(lost, retriesExhausted(s, kernel));
      const verdict =
        detector.kind === 'tcp-info'
          ? dead('retries2', widened(nextPoll(detector, gaveUp, s), 0, kernel))
          : dead('retries2', widened(gaveUp, 0, kernel), 'ETIMEDOUT');
      return { lost, due: widened(gaveUp, 0, kernel), verdict };
    });
}

/** Those whose rule is not the kernel's retransmission already, or who see it only at a poll. */
function outlastsKernel(detector: DetectorSettings): boolean {
  switch (detector.kind) {
    case 'heartbeat':
    case 'dedicated-heartbeat':
    case 'receive-deadline':
    case 'oob':
    case 'tcp-info':
    case 'phi-accrual':
    case 'k-of-n':
    case 'bfd':
    case 'learned-heartbeat':
      return true;
    case 'eof':
    case 'keepalive':
    case 'user-timeout':
    case 'write-probe':
      return false;
  }
}

/** Two verdicts that are on their way: whichever comes first. */
export function firstOf(a: Prediction, b: Prediction): Prediction {
  if (a.kind !== 'interval' || b.kind !== 'interval' || a.toMs < b.fromMs) return a;
  return b.toMs < a.fromMs ? b : { ...a, ...earlier(a, b), errno: null };
}

/** First data after the fault that the peer's kernel will not acknowledge, on the main connection; negative when sent before. */
export function firstLostData(detector: DetectorSettings, s: Known): RangeMs | null {
  if (s.unackedForMs !== null) return range(-s.unackedForMs.toMs, -s.unackedForMs.fromMs);
  const ping = ownPing(detector, s);
  if (s.untilWriteMs === null || ping === null) return s.untilWriteMs ?? ping;
  return earlier(s.untilWriteMs, ping);
}

/** Its next PING on the main connection, if it sends any. */
function ownPing(detector: DetectorSettings, s: Known): RangeMs | null {
  if (detector.kind === 'heartbeat')
    return detector.from === 'server' || isStarved(detector, s) ? null : firstPing(detector, s);
  return isScheduled(detector) ? nextPing(detector, s) : null;
}

/** What a PING on a schedule is sent by, whatever is heard. */
export const nextPing = (detector: Scheduled, { untilPingMs }: Known): RangeMs =>
  untilPingMs ?? range(0, longestPaceMs(detector));

/** From the fault to the first PING that stays unanswered; negative for one whose PONG was still on its way. */
export function firstPing(
  { kind, idleMs, activity }: HeartbeatSettings,
  { sinceHeardMs, untilWriteMs }: Known,
): RangeMs {
  if (kind === 'heartbeat' && activity === 'traffic' && untilWriteMs !== null) return shift(untilWriteMs, idleMs);
  const { fromMs, toMs } = sinceHeardMs;
  const isMeasured = fromMs === toMs;
  return isMeasured && fromMs > idleMs ? range(idleMs - toMs, 0) : rest(idleMs, sinceHeardMs);
}

/**
 * Silence after which the first unanswered probe is sent. A timer that finds the connection quiet for `idle` probes at
 * once: after data it was armed for `idle`, after a probe for `interval`.
 */
function probeStarts({ idleMs, intervalMs }: KeepaliveSettings, { lastWasProbe }: Known): readonly number[] {
  const afterProbe = Math.max(idleMs, intervalMs);
  if (lastWasProbe === null) return [idleMs, afterProbe];
  return [lastWasProbe ? afterProbe : idleMs];
}

/** From the fault to the first keepalive probe that stays unanswered. */
export function firstProbe(settings: KeepaliveSettings, s: Known): RangeMs {
  return probeStarts(settings, s)
    .map((start) => rest(start, s.sinceSegmentMs))
    .reduce(hull);
}

function keepaliveIdle(settings: KeepaliveSettings, s: Known, kernel: Kernel): Prediction {
  const { idleMs, intervalMs, count } = settings;
  const nominal = shift(firstProbe(settings, s), count * intervalMs);
  const lateMs =
    kernel.os === 'linux'
      ? granuleMs(Math.max(idleMs, intervalMs), kernel) + count * granuleMs(intervalMs, kernel)
      : (count + 1) * otherTimerMs;
  return dead('keepalive-idle', widened(nominal, lateMs, kernel), keepaliveErrno(kernel.os));
}

/** Lateness adds to the silence that is compared with the user timeout, so an earlier tick may already do. */
function keepaliveUserTimeout(settings: KeepaliveSettings, timeoutMs: number, s: Known, kernel: Kernel): Prediction {
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  const { idleMs, intervalMs } = settings;
  const lateBy = (ticks: number): number =>
    granuleMs(Math.max(idleMs, intervalMs), kernel) + ticks * granuleMs(intervalMs, kernel);
  const ends = probeStarts(settings, s).map((start) => {
    const ticksFor = (silenceMs: number): number => Math.max(1, Math.ceil((silenceMs - start) / intervalMs));
    const ticks = ticksFor(timeoutMs);
    const fewest = ticksFor(timeoutMs - lateBy(ticks));
    const probe = rest(start, s.sinceSegmentMs);
    return range(probe.fromMs + fewest * intervalMs, probe.toMs + ticks * intervalMs + lateBy(ticks));
  });
  return dead('keepalive-user-timeout', widened(ends.reduce(hull), 0, kernel), 'ETIMEDOUT');
}

function inFlight(lost: RangeMs, userTimeoutMs: number | undefined, s: Known, kernel: Kernel): Prediction {
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  const expiry =
    userTimeoutMs === undefined ? retriesExhausted(s, kernel) : userTimeoutExpired(userTimeoutMs, s, kernel);
  const rule = userTimeoutMs === undefined ? 'retries2' : 'user-timeout-data';
  return dead(rule, widened(plus(lost, expiry), 0, kernel), 'ETIMEDOUT');
}

type Polling = DetectorSettings & { readonly kind: 'tcp-info' | 'oob' };

function polled(detector: Polling, lost: RangeMs, s: Known, kernel: Kernel): Prediction {
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  if (detector.kind === 'tcp-info' && detector.rule === 'state') {
    const gaveUp = plus(lost, retriesExhausted(s, kernel));
    return dead('retries2', widened(nextPoll(detector, gaveUp, s), 0, kernel));
  }
  // Once something is outstanding there is always the next write to keep it so: only the first counts.
  const silent = later(lost, rest(detector.silenceMs, s.sinceSegmentMs));
  const seen = range(silent.fromMs - jiffyMs(kernel), silent.toMs + jiffyMs(kernel));
  return dead('silent-acknowledgement', late(nextPoll(detector, seen, s)));
}

/** The first poll at or after an instant; the polls keep to a grid that starts at `untilPollMs`. */
export function nextPoll({ everyMs }: { readonly everyMs: number }, after: RangeMs, s: Known): RangeMs {
  const grid = s.untilPollMs;
  if (grid === null || grid.toMs > grid.fromMs)
    return range(Math.max(0, after.fromMs), Math.max(0, after.toMs) + everyMs);
  const pollFrom = (ms: number): number => grid.fromMs + Math.max(0, Math.ceil((ms - grid.fromMs) / everyMs)) * everyMs;
  return range(pollFrom(after.fromMs), pollFrom(after.toMs));
}

/** The gap after which the next write is sure to come. */
export const writeGapMs = (intervalMs: number | null, writing: boolean): number =>
  Math.min(intervalMs ?? Infinity, writing ? writingGapMs : Infinity);

/** Timers of the application: a millisecond early by rounding, late by the event loop. */
function late(nominal: RangeMs): RangeMs {
  return range(Math.max(0, nominal.fromMs - 2), nominal.toMs + loopSlackMs);
}
