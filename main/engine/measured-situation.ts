/** The situation of a session at the instant of a fault, from one sample before it and one after. */
import { earliest } from './situation-sampler.ts';
import type { Sample } from './situation-sampler.ts';
import { range } from '#model/predict/ranges.ts';
import { freshRtoMs } from '#model/predict/situation.ts';
import { loopSlackMs } from '#model/predict/kernel/timers.ts';
import type { Situation } from '#model/prediction.ts';
import { isWindowClosed } from '#model/tcp-info.ts';
import { msBetween } from '#model/time.ts';
import type { Instant, Ns, RangeMs } from '#model/time.ts';

/** TCP_INFO ages are whole jiffies: 4 ms at HZ=250, 10 ms at HZ=100 (include/net/tcp.h, tcp_jiffies32). */
const jiffyMs = 4;

/**
 * Moves both samples to the instant of the fault. Ranges are as wide as the kernel's clock is coarse. What had happened by
 * then is read from `after`. What was to happen next is read from `before`, or from `after` if it has happened in between.
 */
export function situationAt(before: Sample, after: Sample, { from: began, to }: Instant): Situation {
  const { info, heartbeatInfo, wroteAt } = after;
  const ago = (then: Ns): RangeMs => exactly(Math.max(0, msBetween(then, began)));
  const next = (due: 'writeDue' | 'trafficDue' | 'urgentDue' | 'pollDue' | 'pingDue'): RangeMs | null => {
    // It fired while the fault was being injected: before it took effect, or after.
    const [early, late] = [before[due], after[due]];
    if (early !== null && late !== null && early >= began && early <= to && late !== early)
      return range(msBetween(began, early), Math.max(0, msBetween(began, late)));
    const isStillDue = before[due] !== null && before[due] >= began;
    // Only `after` has the write that is to be in flight: the session schedules it when the fault is injected.
    const then = isStillDue ? earliest(before[due], after[due]) : after[due];
    return then === null ? null : exactly(Math.max(0, msBetween(began, then)));
  };
  const isClosed = isWindowClosed(info) === true && info.lastDataSentMs !== null;
  const inFlight = info.unacked > 0 && wroteAt !== null && wroteAt <= began;
  return {
    sinceSegmentMs: sinceSegment(after, began),
    lastWasProbe: null,
    sinceConnectedMs: ago(after.connectedAt),
    // Negative when it was heard while the fault was being injected: for thousands of connections that takes a while.
    sinceHeardMs: sinceHeard(after, began),
    untilWriteMs: next('writeDue'),
    untilTrafficMs: next('trafficDue'),
    unackedForMs: inFlight ? ago(wroteAt) : null,
    windowClosedForMs: isClosed ? around((info.lastDataSentMs ?? 0) - msBetween(began, after.at)) : null,
    untilUrgentMs: next('urgentDue'),
    untilPollMs: hasPolledLate(before, after, began) ? range(0, next('pollDue')?.toMs ?? 0) : next('pollDue'),
    untilPingMs: next('pingDue'),
    gaps: after.gaps,
    rtoMs: info.rtoMs === null ? freshRtoMs : both(info.rtoMs, heartbeatInfo?.rtoMs ?? info.rtoMs),
    rttMs: both(info.rttMs, heartbeatInfo?.rttMs),
  };
}

/** What the kernel had received and the application had not read at the fault is heard just after it. */
function sinceHeard({ info, heartbeatInfo, heardAt, readAt, at }: Sample, began: Ns): RangeMs {
  const since = msBetween(heardAt, began);
  const { lastDataReceivedMs } = heartbeatInfo ?? info;
  if (lastDataReceivedMs === null) return exactly(since);
  const sinceDataMs = lastDataReceivedMs - msBetween(began, at);
  const isUnread = sinceDataMs >= -2 * jiffyMs && sinceDataMs + 2 * jiffyMs < msBetween(readAt, began);
  return isUnread ? range(-loopSlackMs, since) : exactly(since);
}

/** Whether a poll that was due before the fault may have come after it. */
const hasPolledLate = (before: Sample, after: Sample, began: Ns): boolean =>
  before.pollDue !== null && before.pollDue < began && after.pollDue !== before.pollDue;

/** Where the kernel tells no ages: an acknowledgement may have come at any time since the last data was read. */
function sinceSegment({ info, at, heardAt }: Sample, began: Ns): RangeMs {
  const { lastDataReceivedMs, lastAckReceivedMs } = info;
  if (lastDataReceivedMs === null || lastAckReceivedMs === null)
    return { fromMs: 0, toMs: Math.max(0, msBetween(heardAt, began)) };
  return around(Math.min(lastDataReceivedMs, lastAckReceivedMs) - msBetween(began, at));
}

const exactly = (ms: number): RangeMs => ({ fromMs: ms, toMs: ms });
/** Of the main and the heartbeat connection: either may be the one that matters. */
const both = (main: number, heartbeat = main): RangeMs => ({
  fromMs: Math.min(main, heartbeat),
  toMs: Math.max(main, heartbeat),
});
const around = (ms: number): RangeMs => ({ fromMs: Math.max(Math.min(0, ms), ms - jiffyMs), toMs: ms + jiffyMs });
