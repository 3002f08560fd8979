/** What is sent into the void after the fault, and when the first of it can be answered again. */
import type { Kernel } from '../prediction.ts';
import type { DetectorSettings } from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { range, rest, shift } from './ranges.ts';
import { retransmissionSlots } from './retransmission.ts';
import { firstLostData, firstPing, firstProbe } from './silence.ts';
import { granuleMs, jiffyMs, loopSlackMs } from './timers.ts';
import type { Known } from './situation.ts';

/** Transmissions of our end until `untilMs`, in order; for detectors that wait for beats, those of the peer. */
export function transmissions(detector: DetectorSettings, s: Known, kernel: Kernel, untilMs: number): RangeMs[] {
  const lost = firstLostData(detector, s);
  return lost === null ? probes(detector, s, kernel, untilMs) : retransmissionSlots(lost, s, kernel, untilMs);
}

/** The same on the connection of a dedicated heartbeat. */
export function heartbeatTransmissions(
  detector: DetectorSettings & { readonly kind: 'dedicated-heartbeat' },
  s: Known,
  kernel: Kernel,
  untilMs: number,
): RangeMs[] {
  return retransmissionSlots(firstPing(detector, s), s, kernel, untilMs);
}

/** When the peer's own beats get through again: its first lost one, and what it retransmits of it. */
export function beats(everyMs: number, s: Known, kernel: Kernel, untilMs: number): RangeMs[] {
  return retransmissionSlots(rest(everyMs, s.sinceHeardMs), s, kernel, untilMs);
}

function probes(detector: DetectorSettings, s: Known, kernel: Kernel, untilMs: number): RangeMs[] {
  if (detector.kind !== 'keepalive') return [];
  const { idleMs, intervalMs, count, userTimeoutMs } = detector;
  const ticks = userTimeoutMs === undefined ? count : Math.max(1, Math.ceil((userTimeoutMs - idleMs) / intervalMs));
  const first = firstProbe(detector, s);
  const lateMs = (tick: number): number =>
    granuleMs(Math.max(idleMs, intervalMs), kernel) + tick * granuleMs(intervalMs, kernel);
  // A user timeout of days would make millions of ticks: those up to the instant in question, and the next, will do.
  const wanted = Math.min(ticks, Math.ceil(Math.max(0, untilMs - first.fromMs) / intervalMs) + 2);
  return Array.from({ length: wanted }, (_, tick) => {
    const nominal = shift(first, tick * intervalMs);
    return range(nominal.fromMs, nominal.toMs + lateMs(tick));
  });
}

/** When the first transmission at or after an instant happens; null when there is none. */
export function firstAfter(times: readonly RangeMs[], instantMs: number, kernel: Kernel): RangeMs | null {
  const possible = times.findIndex((time) => time.toMs >= instantMs);
  if (possible === -1) return null;
  // RTO and SRTT are read in whole jiffies: a slot may come two of them early.
  const from = Math.max(instantMs, (times[possible]?.fromMs ?? instantMs) - 2 * jiffyMs(kernel));
  // One that may just miss the instant leaves it to those after it, up to the first that surely does not.
  const certain = times.slice(possible).find((time) => time.fromMs >= instantMs);
  return late(range(from, certain?.toMs ?? Infinity));
}

const late = (time: RangeMs): RangeMs => range(time.fromMs, time.toMs + loopSlackMs);
