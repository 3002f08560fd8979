/** What is sent into the void after the fault, and when the first of it can be answered again. */
import type { Kernel } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { firstLostData, firstPing } from '../application/silence.ts';
import { isCrowded } from '../case.ts';
import type { Case } from '../case.ts';
import { unansweredProbes } from '../kernel/keepalive.ts';
import { firstRetransmission, retransmissionSlots } from '../kernel/retransmission.ts';
import { jiffyMs, loopSlackMs } from '../kernel/timers.ts';
import { range, rest } from '../ranges.ts';

/** Transmissions of our end until `untilMs`, in order; for detectors that wait for beats, those of the peer. */
export function transmissions(c: Case, untilMs: number): RangeMs[] {
  const lost = firstLostData(c);
  return lost === null ? unansweredProbes(c, untilMs) : retransmissionSlots(lost, c.known, c.kernel, untilMs);
}

/** The same on the connection of a dedicated heartbeat. */
export const heartbeatTransmissions = (c: Case, untilMs: number): RangeMs[] =>
  retransmissionSlots(firstPing(c), c.known, c.kernel, untilMs);

/** When the peer's own beats get through again: its first lost one, and what it retransmits of it. */
export function beats(everyMs: number, { known, kernel }: Case, untilMs: number): RangeMs[] {
  const timers = { ...known, crowded: isCrowded(everyMs, known, kernel) };
  return retransmissionSlots(rest(everyMs, known.sinceHeardMs), timers, kernel, untilMs);
}

/** When later writes may leave too: until the first of them is retransmitted; then they wait (tcp_enter_loss). */
export function newWrites([first]: readonly RangeMs[], { known, kernel }: Case): RangeMs | null {
  if (first === undefined) return null;
  const untilLoss = firstRetransmission({ ...known, crowded: isCrowded(known.gapMs, known, kernel) }, kernel);
  return known.gapMs > untilLoss.toMs ? null : range(first.fromMs + known.gapMs, first.toMs + untilLoss.toMs);
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
  return range(from, (certain?.toMs ?? Infinity) + loopSlackMs);
}
