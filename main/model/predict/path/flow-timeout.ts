/** A firewall that forgets a flow after a silence: a session that speaks often enough never meets it. */
import type { Effect } from '../../faults/part.ts';
import type { Prediction } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { writingGapMs } from '../../traffic.ts';
import { firstPing, nextPing, silenceVerdict } from '../application/silence.ts';
import { isTimed, withKnown } from '../case.ts';
import type { Case } from '../case.ts';
import { firstProbe } from '../kernel/keepalive.ts';
import { granuleMs, loopSlackMs } from '../kernel/timers.ts';
import { range, shift } from '../ranges.ts';
import { dead, never, unpredicted } from '../rules.ts';

type FlowTimeout = Effect & { readonly is: 'flow-timeout' };

/** Packets of one flow while all is well: the next one, and the gap after it. */
interface Rhythm {
  readonly next: RangeMs;
  readonly gapMs: RangeMs;
}

/** At t0 every flow has the whole time left; each packet, of either end, gives it the whole time again. */
export function flowTimeout(c: Case, timeout: FlowTimeout): Prediction {
  const { afterMs } = timeout;
  const isDedicated = c.traits.awaits?.channel === 'heartbeat';
  // Its PINGs keep their own flow alive; the main one may be forgotten, and it does not look there.
  const isBusy = c.traffic === 'writing' || c.traffic === 'reading';
  if (isBusy && !isDedicated && afterMs > writingGapMs + loopSlackMs) return never('kept-alive');
  const rhythm = rhythmOf(c);
  if (rhythm === 'beats') return amongBeats(c, afterMs);
  if (rhythm === null) return never('no-transmission');
  const { next, gapMs } = rhythm;
  if (next.fromMs > afterMs + loopSlackMs) return struckAt(next, c, timeout);
  if (next.toMs > afterMs - loopSlackMs) return unpredicted('phase-decides');
  if (gapMs.toMs < afterMs - loopSlackMs) return never(isDedicated ? 'other-flow-kept-alive' : 'kept-alive');
  if (gapMs.fromMs <= afterMs + loopSlackMs) return unpredicted('phase-decides');
  const at = range(next.fromMs + gapMs.fromMs, next.toMs + gapMs.toMs);
  return struckAt(at, heardAt(next, gapMs, c), timeout);
}

/** `lost` is the first packet that finds no flow. */
function struckAt(lost: RangeMs, c: Case, { reply }: FlowTimeout): Prediction {
  if (reply === 'drop') return silenceVerdict(c);
  return dead('firewall-reset', range(Math.max(0, lost.fromMs - 2), lost.toMs + loopSlackMs), 'ECONNRESET');
}

/** The situation after one more packet that was answered. */
function heardAt(next: RangeMs, gapMs: RangeMs, c: Case): Case {
  const since = range(-next.toMs - loopSlackMs, -next.fromMs);
  const after = (time: RangeMs | null): RangeMs | null => time && shift(time, gapMs.fromMs);
  const { untilWriteMs, untilUrgentMs, untilPingMs } = c.known;
  return withKnown(c, {
    sinceSegmentMs: since,
    sinceHeardMs: since,
    lastWasProbe: true,
    untilWriteMs: after(untilWriteMs),
    untilUrgentMs: after(untilUrgentMs),
    untilPingMs: after(untilPingMs ?? null),
  });
}

/** `beats`: those of both sides, or in a rhythm of their own. Null when nothing is ever sent. */
function rhythmOf(c: Case): Rhythm | 'beats' | null {
  const { traits, options, known, kernel } = c;
  const { sends, awaits } = traits;
  if (options.keepalive !== undefined) {
    const cycleMs = Math.max(options.keepalive.idleMs, options.keepalive.intervalMs);
    const lateMs = granuleMs(cycleMs, kernel);
    const first = firstProbe(options.keepalive, known);
    return { next: range(first.fromMs, first.toMs + lateMs), gapMs: range(cycleMs, cycleMs + lateMs) };
  }
  if (awaits?.what === 'beat' || sends?.rhythm === 'varying') return 'beats';
  if (sends === null) return null;
  const gapMs = range(sends.longestMs);
  if (sends.what !== 'ping') return { next: known.untilWriteMs ?? range(0, sends.longestMs), gapMs };
  return { next: isTimed(sends) ? nextPing(c) : firstPing(c), gapMs };
}

/** They keep the flow alive, or meet the firewall at an instant that is not known. */
function amongBeats({ traits: { sends, awaits } }: Case, afterMs: number): Prediction {
  const longestMs = isTimed(sends) ? sends.longestMs : (awaits?.everyMs ?? Infinity);
  return longestMs + loopSlackMs < afterMs ? never('kept-alive') : unpredicted('phase-decides');
}
