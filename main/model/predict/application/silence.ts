/** When a detector gives the peer up by itself, if nothing ever comes back after the fault. */
import type { Prediction } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { writingGapMs } from '../../traffic.ts';
import { isStarved, isTimed } from '../case.ts';
import type { Case } from '../case.ts';
import { firstPingAfter } from '../first-ping.ts';
import { keepaliveVerdict } from '../kernel/keepalive.ts';
import { retriesExhausted, userTimeoutExpired } from '../kernel/retransmission.ts';
import { jiffyMs, late, loopSlackMs, widened } from '../kernel/timers.ts';
import { earlier, later, plus, range, rest } from '../ranges.ts';
import { dead, never, unpredicted } from '../rules.ts';
import { nextPoll } from './polling.ts';

/** If nothing gets through any more: the detector's own verdict, or before it the kernel's on what was written. */
export function silenceVerdict(c: Case): Prediction {
  // Nothing of its own comes to pass, but the kernel's.
  if (isStarved(c)) return ownVerdictOfKernel(c);
  return unlessKernelFirst(ownVerdict(c), c);
}

/** The detector's verdict while the kernels go on acknowledging: a frozen or slow peer. */
export function ownVerdict(c: Case): Prediction {
  if (c.ownRule !== null) {
    if (isStarved(c)) return starvation(c);
    return dead(c.ownRule, late(c.ownRule.after(c.detector, c.known)));
  }
  const lost = firstLostData(c);
  const { keepalive } = c.options;
  if (c.traits.polls !== null) return lost === null ? never('nothing-outstanding') : polled(c, lost);
  if (lost !== null) return inFlight(c, lost);
  return keepalive === undefined ? never('nothing-outstanding') : keepaliveVerdict(c, keepalive);
}

/** Writes that are further apart than the silence leave a PING its chance; which, depends on their order. */
const starvation = ({ traits: { sends } }: Case): Prediction =>
  writingGapMs + loopSlackMs < (sends?.silenceMs ?? 0) ? never('ping-starved') : unpredicted('phase-decides');

function ownVerdictOfKernel(c: Case): Prediction {
  const own = ownVerdict(c);
  if (own.kind !== 'never') return own;
  return c.kernel.os === 'linux' ? (kernelVerdicts(c)[0]?.verdict ?? own) : unpredicted('other-kernel');
}

/** A detector that waits long enough is told by the kernel. */
export function unlessKernelFirst(own: Prediction, c: Case): Prediction {
  if (own.kind !== 'interval') return own;
  return kernelVerdicts(c)
    .map(({ verdict }) => verdict)
    .reduce(firstOf, own);
}

export interface KernelVerdict {
  readonly lost: RangeMs;
  /** When the kernel gives up; a detector that only polls sees it later. */
  readonly due: RangeMs;
  readonly verdict: Prediction;
}

/** What the kernel says of lost data when retries2 is used up: ETIMEDOUT, or CLOSED to a detector that only polls. */
export function kernelVerdicts(c: Case): readonly KernelVerdict[] {
  const { traits, kernel, known } = c;
  // For all others the kernel's retransmission is the rule already.
  const outlastsKernel = traits.awaits !== null || traits.polls !== null;
  if (kernel.os !== 'linux' || !outlastsKernel) return [];
  const ping = traits.sends?.channel === 'heartbeat' ? firstPing(c) : null;
  return [firstLostData(c), ping]
    .filter((lost) => lost !== null)
    .map((lost) => {
      const gaveUp = plus(lost, retriesExhausted(known, kernel));
      const verdict =
        traits.believes === 'polling'
          ? dead('retries2', widened(nextPoll(c, gaveUp), 0, kernel))
          : dead('retries2', widened(gaveUp, 0, kernel), 'ETIMEDOUT');
      return { lost, due: widened(gaveUp, 0, kernel), verdict };
    });
}

/** Two verdicts that are on their way: whichever comes first. */
export function firstOf(a: Prediction, b: Prediction): Prediction {
  if (a.kind !== 'interval' || b.kind !== 'interval' || a.toMs < b.fromMs) return a;
  return b.toMs < a.fromMs ? b : { ...a, ...earlier(a, b), errno: null };
}

/** First data after the fault that the peer's kernel will not acknowledge, on the main connection; negative when sent before. */
export function firstLostData(c: Case): RangeMs | null {
  const { unackedForMs, untilWriteMs } = c.known;
  if (unackedForMs !== null) return range(-unackedForMs.toMs, -unackedForMs.fromMs);
  const ping = ownPing(c);
  if (untilWriteMs === null || ping === null) return untilWriteMs ?? ping;
  return earlier(untilWriteMs, ping);
}

/** Its next PING on the main connection, if it sends any. */
function ownPing(c: Case): RangeMs | null {
  const { sends } = c.traits;
  if (sends?.what !== 'ping' || sends.channel !== 'main') return null;
  if (isTimed(sends)) return nextPing(c);
  return isStarved(c) ? null : firstPing(c);
}

/** What a PING on a schedule is sent by, whatever is heard. */
export const nextPing = ({ traits: { sends }, known: { untilPingMs } }: Case): RangeMs =>
  untilPingMs ?? range(0, sends?.longestMs ?? Infinity);

/** Its first PING after a silence that stays unanswered; for one that the peer sends, the first that is missed. */
export const firstPing = ({ traits: { sends, quietMs }, known }: Case): RangeMs =>
  firstPingAfter(
    { silenceMs: sends?.silenceMs ?? quietMs ?? 0, isPutOffByWrites: sends?.isPutOffByWrites === true },
    known,
  );

function inFlight({ options: { userTimeoutMs }, known, kernel }: Case, lost: RangeMs): Prediction {
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  const expiry =
    userTimeoutMs === undefined ? retriesExhausted(known, kernel) : userTimeoutExpired(userTimeoutMs, known, kernel);
  const rule = userTimeoutMs === undefined ? 'retries2' : 'user-timeout-data';
  return dead(rule, widened(plus(lost, expiry), 0, kernel), 'ETIMEDOUT');
}

function polled(c: Case, lost: RangeMs): Prediction {
  const { kernel, known } = c;
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  const silenceMs = c.traits.polls?.silenceMs ?? null;
  if (silenceMs === null) {
    const gaveUp = plus(lost, retriesExhausted(known, kernel));
    return dead('retries2', widened(nextPoll(c, gaveUp), 0, kernel));
  }
  // Once something is outstanding there is always the next write to keep it so: only the first counts.
  const silent = later(lost, rest(silenceMs, known.sinceSegmentMs));
  const seen = range(silent.fromMs - jiffyMs(kernel), silent.toMs + jiffyMs(kernel));
  return dead('silent-acknowledgement', late(nextPoll(c, seen)));
}
