/** When Linux sends unacknowledged data again, and when it gives up (net/ipv4/tcp_timer.c, tcp_output.c). */
import type { Kernel } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { hull, plus, range, shift } from '../ranges.ts';
import type { Known } from '../known.ts';
import { granuleMs, rtoMaxMs, rtoMinMs } from './timers.ts';

type Timers = Pick<Known, 'rtoMs' | 'rttMs' | 'crowded'>;

/**
 * From the first transmission to the tail loss probe: 2 SRTT, and RTO_MIN more for a single segment,
 * never beyond the RTO (tcp_schedule_loss_probe).
 */
function tailLossProbe({ rtoMs, rttMs, crowded }: Timers): RangeMs {
  const bound = (rtt: number, rto: number): number => Math.min(2 * rtt + rtoMinMs, rto);
  return range(crowded ? 0 : bound(rttMs.fromMs, rtoMs.fromMs), bound(rttMs.toMs, rtoMs.toMs));
}

/** From the first transmission to the first RTO retransmission, which starts the clock of user timeout and retries2. */
export function firstRetransmission(timers: Timers, kernel: Kernel): RangeMs {
  const nominal = plus(tailLossProbe(timers), timers.rtoMs);
  return range(nominal.fromMs, nominal.toMs + 2 * granuleMs(timers.rtoMs.toMs, kernel));
}

/** Every transmission of data first sent at `sentMs`, until `untilMs`: itself, the loss probe, then RTO doubling. */
export function retransmissionSlots(sentMs: RangeMs, timers: Timers, kernel: Kernel, untilMs: number): RangeMs[] {
  const slots = [sentMs, plus(sentMs, tailLossProbe(timers))];
  let slot = plus(sentMs, firstRetransmission(timers, kernel));
  for (let backoff = 2; slot.fromMs <= untilMs; backoff *= 2) {
    slots.push(slot);
    const wait = (rto: number): number => Math.min(rto * backoff, rtoMaxMs);
    const late = granuleMs(wait(timers.rtoMs.toMs), kernel);
    slot = plus(slot, range(wait(timers.rtoMs.fromMs), wait(timers.rtoMs.toMs) + late));
  }
  return [...slots, slot];
}

/**
 * From the first transmission to ETIMEDOUT without a user timeout: the first RTO expiry at least
 * tcp_model_timeout(retries2) after the first retransmission (retransmits_timed_out).
 */
export function retriesExhausted(timers: Timers, kernel: Kernel): RangeMs {
  const limit = modelTimeoutMs(kernel.retries2);
  // Not monotonic: a slightly longer RTO can reach the limit one expiry, up to two minutes, earlier.
  const span = timers.rtoMs.toMs + granuleMs(rtoMinMs, kernel) - timers.rtoMs.fromMs;
  const expiries = Array.from({ length: Math.ceil(span) + 1 }, (_, step) =>
    expiryAtLeast(limit, timers.rtoMs.fromMs + Math.min(step, span), kernel),
  );
  return plus(firstRetransmission(timers, kernel), expiries.reduce(hull));
}

/** tcp_model_timeout: 924.6 s for 15 retries, 12.6 s for 5. */
export function modelTimeoutMs(retries: number): number {
  const doublings = Math.floor(Math.log2(rtoMaxMs / rtoMinMs));
  if (retries <= doublings) return (2 ** (retries + 1) - 1) * rtoMinMs;
  return (2 ** (doublings + 1) - 1) * rtoMinMs + (retries - doublings) * rtoMaxMs;
}

/** The first expiry at or beyond the limit. Lateness adds to the time compared, so that an earlier one may already do. */
function expiryAtLeast(limitMs: number, rtoMs: number, kernel: Kernel): RangeMs {
  let [elapsed, late, from] = [0, 0, Infinity];
  for (let backoff = 2; elapsed < limitMs; backoff *= 2) {
    const wait = Math.min(rtoMs * backoff, rtoMaxMs);
    elapsed += wait;
    late += granuleMs(wait, kernel);
    if (elapsed + late >= limitMs) from = Math.min(from, Math.max(elapsed, limitMs));
  }
  return range(from, elapsed + late);
}

/** From the first transmission to ETIMEDOUT with a user timeout: its clock starts at the first RTO retransmission. */
export function userTimeoutExpired(timeoutMs: number, timers: Timers, kernel: Kernel): RangeMs {
  const nominal = shift(firstRetransmission(timers, kernel), timeoutMs);
  return range(nominal.fromMs, nominal.toMs + granuleMs(timeoutMs, kernel));
}
