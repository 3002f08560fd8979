/** What can be known before a run: ranges over every phase of the probe cycle. */
import { peerPaceMs } from '../detectors/bfd.ts';
import type { Kernel, Situation } from '../prediction.ts';
import { writingGapMs } from '../settings.ts';
import type { DetectorSettings, Traffic } from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { earlier, range } from './ranges.ts';
import { isScheduled, longestPaceMs, shortestPaceMs } from './scheduled.ts';
import { granuleMs, loopSlackMs } from './timers.ts';

/** A situation with what follows from the detector and the traffic. */
export interface Known extends Situation {
  /** Smallest gap between two writes of our end; 0 with two sources of writes, Infinity when at most one is written. */
  readonly gapMs: number;
  /** A second segment may follow the first before its loss probe. */
  readonly crowded: boolean;
  /** Data is written again and again, not just once. */
  readonly writesOn: boolean;
  /** The peer sends data this often; null for never. */
  readonly dataEveryMs: number | null;
}

export function knownOf(situation: Situation, detector: DetectorSettings, traffic: Traffic, kernel: Kernel): Known {
  const own = ownGapMs(detector);
  const writes = traffic === 'writing' || traffic === 'in-flight';
  const both = writes && own !== Infinity && detector.kind !== 'dedicated-heartbeat';
  const gapMs = both ? 0 : Math.min(own, traffic === 'writing' ? writingGapMs : Infinity);
  const dataEveryMs = traffic === 'reading' ? writingGapMs : null;
  const writesOn = traffic === 'writing';
  return { ...situation, gapMs, writesOn, dataEveryMs, crowded: isCrowded(gapMs, situation, kernel) };
}

/** Whether writes with this gap may come before the loss probe of the one before, which is due within the RTO. */
export function isCrowded(gapMs: number, { rtoMs }: Pick<Situation, 'rtoMs'>, kernel: Kernel): boolean {
  return gapMs <= rtoMs.toMs + granuleMs(rtoMs.toMs, kernel);
}

function ownGapMs(detector: DetectorSettings): number {
  switch (detector.kind) {
    case 'write-probe':
    case 'oob':
      return detector.intervalMs;
    case 'heartbeat':
    case 'dedicated-heartbeat':
      if (detector.from === 'server') return Infinity;
      // Beats that are still heard start a new silence each.
      return detector.from === 'both' ? Math.min(detector.idleMs, detector.intervalMs) : detector.intervalMs;
    case 'phi-accrual':
    case 'k-of-n':
    case 'bfd':
    case 'learned-heartbeat':
      return shortestPaceMs(detector);
    case 'eof':
    case 'keepalive':
    case 'user-timeout':
    case 'tcp-info':
    case 'receive-deadline':
      return Infinity;
  }
}

/** RTO of a fresh connection over loopback or a LAN: RTO_MIN plus up to one delayed acknowledgement (TCP_DELACK_MIN). */
export const freshRtoMs = range(200, 260);
const freshRttMs = range(0, 44);

export function priorSituation(detector: DetectorSettings, traffic: Traffic, kernel: Kernel): Situation {
  const writes =
    traffic === 'writing' ? range(0, writingGapMs) : traffic === 'in-flight' ? range(0, loopSlackMs) : null;
  const own = ownWrites(detector);
  const quiet = quietMs(detector, kernel);
  return {
    sinceSegmentMs: range(0, isBusy(traffic) ? writingGapMs + freshRttMs.toMs : quiet),
    lastWasProbe: null,
    sinceHeardMs: range(0, traffic === 'reading' && hearsData(detector) ? Math.min(quiet, dataGapMs) : quiet),
    untilWriteMs: writes !== null && own !== null ? earlier(writes, own) : (writes ?? own),
    untilUrgentMs: detector.kind === 'oob' ? range(0, detector.intervalMs) : null,
    unackedForMs: null,
    windowClosedForMs:
      traffic === 'zero-window' ? range(0, 2 * Math.max(quiet === Infinity ? 0 : quiet, writingGapMs)) : null,
    untilPollMs: 'everyMs' in detector && detector.kind !== 'receive-deadline' ? range(0, detector.everyMs) : null,
    untilPingMs: isScheduled(detector) ? range(0, longestPaceMs(detector)) : null,
    gaps: null,
    rtoMs: freshRtoMs,
    rttMs: freshRttMs,
  };
}

const isBusy = (traffic: Traffic): boolean => traffic === 'writing' || traffic === 'reading';
const dataGapMs = writingGapMs + loopSlackMs;

/** Those to whom any data is a sign of life. */
const hearsData = ({ kind }: DetectorSettings): boolean =>
  kind === 'heartbeat' || kind === 'receive-deadline' || kind === 'learned-heartbeat';

function ownWrites(detector: DetectorSettings): RangeMs | null {
  return detector.kind === 'write-probe' || detector.kind === 'oob' ? range(0, detector.intervalMs) : null;
}

/** The longest silence of a healthy session. */
function quietMs(detector: DetectorSettings, kernel: Kernel): number {
  switch (detector.kind) {
    case 'keepalive': {
      const cycle = Math.max(detector.idleMs, detector.intervalMs);
      return cycle + granuleMs(cycle, kernel);
    }
    case 'heartbeat':
    case 'dedicated-heartbeat':
      return detector.idleMs + loopSlackMs;
    case 'receive-deadline':
      return detector.everyMs + loopSlackMs;
    case 'bfd':
      return peerPaceMs(detector) + loopSlackMs;
    case 'phi-accrual':
    case 'k-of-n':
    case 'learned-heartbeat':
      return longestPaceMs(detector) + loopSlackMs;
    case 'oob':
    case 'write-probe':
      return detector.intervalMs + freshRttMs.toMs;
    case 'eof':
    case 'user-timeout':
    case 'tcp-info':
      return Infinity;
  }
}
