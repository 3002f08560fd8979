/** What is known about a session now: the measured half of a prediction. */
import type { Clock, Link } from './ports.ts';
import type { Detector, Input } from '#model/detector.ts';
import { gapsOf } from '#model/detectors/phi.ts';
import { range } from '#model/predict/ranges.ts';
import { freshRtoMs } from '#model/predict/situation.ts';
import { loopSlackMs } from '#model/predict/kernel/timers.ts';
import type { Gaps, Situation } from '#model/prediction.ts';
import { isWindowClosed } from '#model/tcp-info.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { msBetween } from '#model/time.ts';
import type { Instant, Ns, RangeMs } from '#model/time.ts';

export interface Sample {
  readonly at: Ns;
  readonly info: TcpInfo;
  /** Of the second connection of a dedicated heartbeat; null without one. */
  readonly heartbeatInfo: TcpInfo | null;
  /** Segments of all its connections so far, both directions; null where the kernel does not count. */
  readonly segments: number | null;
  readonly payloadBytes: number;
  readonly heardAt: Ns;
  /** When anything was last read on the connection that it listens to. */
  readonly readAt: Ns;
  readonly wroteAt: Ns | null;
  readonly writeDue: Ns | null;
  readonly urgentDue: Ns | null;
  readonly pollDue: Ns | null;
  readonly pingDue: Ns | null;
  /** Null for a detector that remembers none. */
  readonly gaps: Gaps | null;
}

/** What decides whether a detector was told a sign of life, and what it keeps of it. */
type Hearing = Pick<Detector, 'hears' | 'remembers'> & Partial<Pick<Detector, 'dedicated'>>;

/** TCP_INFO ages are whole jiffies: 4 ms at HZ=250, 10 ms at HZ=100 (include/net/tcp.h, tcp_jiffies32). */
const jiffyMs = 4;

export class Vitals {
  readonly #main: Link;
  readonly #heartbeat: Link | null;
  readonly #clock: Clock;
  readonly #wakes = new Map<string, Ns>();
  readonly #detector: Hearing;
  #gapsMs: readonly number[] = [];
  #payloadBytes = 0;
  #heardAt: Ns;
  #readAt: Ns;
  #hasHeard = false;
  #wroteAt: Ns | null = null;
  #lastPing = -1;
  #trafficDue: Ns | null = null;

  constructor(main: Link, heartbeat: Link | null, clock: Clock, detector: Hearing = {}) {
    this.#detector = detector;
    this.#main = main;
    this.#heartbeat = heartbeat;
    this.#clock = clock;
    this.#heardAt = clock.now();
    this.#readAt = this.#heardAt;
  }

  note(input: Input): void {
    if (input.type === 'sent' || input.type === 'received') this.#payloadBytes += input.bytes;
    if (input.type === 'sent' && input.channel === 'main') this.#wroteAt = input.at;
    if (input.type !== 'received' || !this.#isListenedTo(input)) return;
    this.#readAt = input.at;
    if (this.#isHeard(input)) this.#hear(input.at);
  }

  #isListenedTo({ channel }: Input & { type: 'received' }): boolean {
    return this.#detector.dedicated !== true || channel === 'heartbeat';
  }

  /** A detector that waits for the next PONG, whichever PING it answers, knows no stale one. */
  #isHeard(input: Input & { type: 'received' }): boolean {
    return this.#detector.hears?.(input.content) ?? !isStale(input, this.#lastPing);
  }

  /** Until the first sign of life there is no gap, only the time since the connection was made. */
  #hear(at: Ns): void {
    const { remembers } = this.#detector;
    if (remembers !== undefined && this.#hasHeard)
      this.#gapsMs = [...this.#gapsMs, msBetween(this.#heardAt, at)].slice(-remembers);
    this.#hasHeard = true;
    this.#heardAt = at;
  }

  pinged(sequence: number): void {
    this.#lastPing = sequence;
  }

  willWrite(at: Ns | null): void {
    this.#trafficDue = at;
  }

  willWake(timer: string, at: Ns | null): void {
    if (at === null) this.#wakes.delete(timer);
    else this.#wakes.set(timer, at);
  }

  /** TCP_INFO and schedule as they are now; null when the socket no longer answers. */
  sample(): Sample | null {
    const info = this.#main.inspect();
    if ('unsupported' in info || info.state === 'CLOSED') return null;
    const heartbeat = this.#heartbeat?.inspect() ?? null;
    const due = (timer: string): Ns | null => this.#wakes.get(timer) ?? null;
    return {
      at: this.#clock.now(),
      info,
      heartbeatInfo: heartbeat === null || 'unsupported' in heartbeat ? null : heartbeat,
      segments: add(segmentsOf(info), heartbeat === null ? 0 : segmentsOf(heartbeat)),
      payloadBytes: this.#payloadBytes,
      heardAt: this.#heardAt,
      readAt: this.#readAt,
      wroteAt: this.#wroteAt,
      writeDue: [due('write'), due('urgent'), due('ping')].reduce(earliest, this.#trafficDue),
      pingDue: due('ping'),
      gaps: this.#detector.remembers === undefined ? null : gapsOf(this.#gapsMs),
      urgentDue: due('urgent'),
      pollDue: due('poll'),
    };
  }
}

/**
 * Two samples around the instant `began`, moved to it and widened by what the kernel's clock cannot tell.
 * What has happened is read from `after`; what was next to happen, from `before`, unless it has happened since.
 */
export function situationAt(before: Sample, after: Sample, { from: began, to }: Instant): Situation {
  const { info, heartbeatInfo, wroteAt } = after;
  const ago = (then: Ns): RangeMs => exactly(Math.max(0, msBetween(then, began)));
  const next = (due: 'writeDue' | 'urgentDue' | 'pollDue' | 'pingDue'): RangeMs | null => {
    // It may have come before the fault took hold, or after.
    const [early, late] = [before[due], after[due]];
    if (early !== null && late !== null && early >= began && early <= to && late !== early)
      return range(msBetween(began, early), Math.max(0, msBetween(began, late)));
    const isStillDue = before[due] !== null && before[due] >= began;
    // What is to be in flight is scheduled by the fault itself.
    const then = isStillDue ? earliest(before[due], after[due]) : after[due];
    return then === null ? null : exactly(Math.max(0, msBetween(began, then)));
  };
  const isClosed = isWindowClosed(info) === true && info.lastDataSentMs !== null;
  const inFlight = info.unacked > 0 && wroteAt !== null && wroteAt <= began;
  return {
    sinceSegmentMs: sinceSegment(after, began),
    lastWasProbe: null,
    // Negative when it was heard within the fault's instant: striking thousands at once takes its time.
    sinceHeardMs: sinceHeard(after, began),
    untilWriteMs: next('writeDue'),
    unackedForMs: inFlight ? ago(wroteAt) : null,
    windowClosedForMs: isClosed ? around((info.lastDataSentMs ?? 0) - msBetween(began, after.at)) : null,
    untilUrgentMs: next('urgentDue'),
    untilPollMs: isRinging(before, after, began) ? range(0, next('pollDue')?.toMs ?? 0) : next('pollDue'),
    untilPingMs: next('pingDue'),
    gaps: after.gaps,
    rtoMs: info.rtoMs === null ? freshRtoMs : both(info.rtoMs, heartbeatInfo?.rtoMs ?? info.rtoMs),
    rttMs: both(info.rttMs, heartbeatInfo?.rttMs),
  };
}

/** What the kernel has received and the application has not read yet will be heard just after the fault. */
function sinceHeard({ info, heartbeatInfo, heardAt, readAt, at }: Sample, began: Ns): RangeMs {
  const since = msBetween(heardAt, began);
  const { lastDataReceivedMs } = heartbeatInfo ?? info;
  if (lastDataReceivedMs === null) return exactly(since);
  const sinceDataMs = lastDataReceivedMs - msBetween(began, at);
  const isUnread = sinceDataMs >= -2 * jiffyMs && sinceDataMs + 2 * jiffyMs < msBetween(readAt, began);
  return isUnread ? range(-loopSlackMs, since) : exactly(since);
}

/** Whether a poll that was due before the fault may have been made after it. */
const isRinging = (before: Sample, after: Sample, began: Ns): boolean =>
  before.pollDue !== null && before.pollDue < began && after.pollDue !== before.pollDue;

/** A kernel that tells no ages may have had any acknowledgement since the last data that was read. */
function sinceSegment({ info, at, heardAt }: Sample, began: Ns): RangeMs {
  const { lastDataReceivedMs, lastAckReceivedMs } = info;
  if (lastDataReceivedMs === null || lastAckReceivedMs === null)
    return { fromMs: 0, toMs: Math.max(0, msBetween(heardAt, began)) };
  return around(Math.min(lastDataReceivedMs, lastAckReceivedMs) - msBetween(began, at));
}

const segmentsOf = (info: TcpInfo | { readonly unsupported: string }): number | null =>
  'unsupported' in info || info.segmentsOut === null || info.segmentsIn === null
    ? null
    : info.segmentsOut + info.segmentsIn;
const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
const exactly = (ms: number): RangeMs => ({ fromMs: ms, toMs: ms });
/** Of whichever connection matters: main and heartbeat. */
const both = (main: number, heartbeat = main): RangeMs => ({
  fromMs: Math.min(main, heartbeat),
  toMs: Math.max(main, heartbeat),
});
const around = (ms: number): RangeMs => ({ fromMs: Math.max(Math.min(0, ms), ms - jiffyMs), toMs: ms + jiffyMs });
const earliest = (a: Ns | null, b: Ns | null): Ns | null => (a === null || (b !== null && b < a) ? b : a);

const isStale = (input: Input & { type: 'received' }, lastPing: number): boolean =>
  input.content.kind === 'pong' && input.content.sequence !== null && input.content.sequence < lastPing;
