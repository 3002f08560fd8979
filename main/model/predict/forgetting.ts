/** A firewall that forgets a flow after a silence: who speaks often enough never meets it. */
import type { Kernel, Prediction } from '../prediction.ts';
import { writingGapMs } from '../settings.ts';
import type { DetectorSettings, NetworkFault, Traffic } from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { range, shift } from './ranges.ts';
import { dead, never, unpredicted } from './rules.ts';
import { isScheduled, longestPaceMs } from './scheduled.ts';
import { firstPing, firstProbe, nextPing, silenceVerdict } from './silence.ts';
import type { Known } from './situation.ts';
import { granuleMs, loopSlackMs } from './timers.ts';

export type Forgetting = NetworkFault & { readonly kind: 'firewall-forgets' };

/** Packets of one flow while all is well: the next one, and the gap after it. */
interface Rhythm {
  readonly next: RangeMs;
  readonly gapMs: RangeMs;
}

/** At t0 every flow has the whole time left; each packet, of either end, gives it the whole time again. */
// oxlint-disable-next-line max-params -- the physics has five variables
export function forgotten(
  detector: DetectorSettings,
  fault: Forgetting,
  traffic: Traffic,
  s: Known,
  kernel: Kernel,
): Prediction {
  const isDedicated = detector.kind === 'dedicated-heartbeat';
  // Its PINGs keep their own flow alive; the main one may be forgotten, and it does not look there.
  if ((traffic === 'writing' || traffic === 'reading') && !isDedicated && fault.afterMs > writingGapMs + loopSlackMs)
    return never('kept-alive');
  const rhythm = rhythmOf(detector, s, kernel);
  if (rhythm === 'beats') return beatsOf(detector, fault);
  if (rhythm === null) return never('no-transmission');
  const { next, gapMs } = rhythm;
  if (next.fromMs > fault.afterMs + loopSlackMs) return struckAt(next, detector, fault, s, kernel);
  if (next.toMs > fault.afterMs - loopSlackMs) return unpredicted('phase-decides');
  if (gapMs.toMs < fault.afterMs - loopSlackMs) return never(isDedicated ? 'other-flow-kept-alive' : 'kept-alive');
  if (gapMs.fromMs <= fault.afterMs + loopSlackMs) return unpredicted('phase-decides');
  const at = range(next.fromMs + gapMs.fromMs, next.toMs + gapMs.toMs);
  return struckAt(at, detector, fault, heardAt(next, gapMs, s), kernel);
}

/** `lost` is the first packet that finds no flow. */
// oxlint-disable-next-line max-params -- the physics has five variables
function struckAt(
  lost: RangeMs,
  detector: DetectorSettings,
  { reply }: Forgetting,
  s: Known,
  kernel: Kernel,
): Prediction {
  if (reply === 'drop') return silenceVerdict(detector, s, kernel);
  return dead('firewall-reset', range(Math.max(0, lost.fromMs - 2), lost.toMs + loopSlackMs), 'ECONNRESET');
}

/** The situation after one more packet that was answered. */
function heardAt(next: RangeMs, gapMs: RangeMs, s: Known): Known {
  const since = range(-next.toMs - loopSlackMs, -next.fromMs);
  const after = (time: RangeMs | null): RangeMs | null => time && shift(time, gapMs.fromMs);
  return {
    ...s,
    sinceSegmentMs: since,
    sinceHeardMs: since,
    lastWasProbe: true,
    untilWriteMs: after(s.untilWriteMs),
    untilUrgentMs: after(s.untilUrgentMs),
    untilPingMs: after(s.untilPingMs ?? null),
  };
}

function rhythmOf(detector: DetectorSettings, s: Known, kernel: Kernel): Rhythm | 'beats' | null {
  switch (detector.kind) {
    case 'keepalive': {
      const cycleMs = Math.max(detector.idleMs, detector.intervalMs);
      const lateMs = granuleMs(cycleMs, kernel);
      const first = firstProbe(detector, s);
      return { next: range(first.fromMs, first.toMs + lateMs), gapMs: range(cycleMs, cycleMs + lateMs) };
    }
    case 'heartbeat':
    case 'dedicated-heartbeat':
      if (detector.from !== 'client') return 'beats';
      return { next: firstPing(detector, s), gapMs: range(detector.idleMs) };
    case 'write-probe':
    case 'oob':
      return { next: s.untilWriteMs ?? range(0, detector.intervalMs), gapMs: range(detector.intervalMs) };
    case 'phi-accrual':
    case 'k-of-n':
      return { next: nextPing(detector, s), gapMs: range(detector.intervalMs) };
    case 'receive-deadline':
    case 'bfd':
    case 'learned-heartbeat':
      return 'beats';
    case 'eof':
    case 'user-timeout':
    case 'tcp-info':
      return null;
  }
}

/** Beats of both sides or in a rhythm of their own keep the flow alive, or meet the firewall at an instant not known. */
function beatsOf(detector: DetectorSettings, { afterMs }: Forgetting): Prediction {
  return longestBeatMs(detector) + loopSlackMs < afterMs ? never('kept-alive') : unpredicted('phase-decides');
}

function longestBeatMs(detector: DetectorSettings): number {
  if (isScheduled(detector)) return longestPaceMs(detector);
  if (detector.kind === 'receive-deadline') return detector.everyMs;
  return 'from' in detector ? detector.idleMs : Infinity;
}
