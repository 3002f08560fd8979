/** What is sent into the void after the fault, and when the first of it can be answered again. */
import type { Kernel } from '../prediction.ts';
import type { DetectorSettings } from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { range, rest, shift } from './ranges.ts';
import { firstRetransmission, retransmissionSlots } from './retransmission.ts';
import { firstLostData, firstPing, firstProbe } from './silence.ts';
import { granuleMs, jiffyMs, loopSlackMs } from './timers.ts';
import { isCrowded } from './situation.ts';
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
  const timers = { ...s, crowded: isCrowded(everyMs, s, kernel) };
  return retransmissionSlots(rest(everyMs, s.sinceHeardMs), timers, kernel, untilMs);
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

/** When later writes may leave too: until the first of them is retransmitted; then they wait (tcp_enter_loss). */
export function newWrites([first]: readonly RangeMs[], s: Known, kernel: Kernel): RangeMs | null {
  if (first === undefined) return null;
  const untilLoss = firstRetransmission({ ...s, crowded: isCrowded(s.gapMs, s, kernel) }, kernel);
  return s.gapMs > untilLoss.toMs ? null : range(first.fromMs + s.gapMs, first.toMs + untilLoss.toMs);
}

/** When the first transmission at or after an instant happens; null when there is none. `maybe`: others may, then. */
export function firstAfter(
  times: readonly RangeMs[],
  maybe: RangeMs | null,
  instantMs: number,
  kernel: Kernel,
): RangeMs | null {
  const possible = times.findIndex((time) => time.toMs >= instantMs);
  if (possible === -1) return null;
  const earliest = Math.min(
    times[possible]?.fromMs ?? instantMs,
    maybe === null || maybe.toMs < instantMs ? Infinity : maybe.fromMs,
  );
  // RTO and SRTT are read in whole jiffies: a slot may come two of them early.
  const from = Math.max(instantMs, earliest - 2 * jiffyMs(kernel));
  // One that may just miss the instant leaves it to those after it, up to the first that surely does not.
  const certain = times.slice(possible).find((time) => time.fromMs >= instantMs);
  return late(range(from, certain?.toMs ?? Infinity));
}

const late = (time: RangeMs): RangeMs => range(time.fromMs, time.toMs + loopSlackMs);
