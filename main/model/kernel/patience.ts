/** When a Linux socket gives unacknowledged data up, and how it shortens its waits to do so in time (net/ipv4/tcp_timer.c). */
import { rtoMaxMs, rtoMinMs } from './round-trip.ts';

export interface Limits {
  readonly retries2: number;
  /** 0 for none. */
  readonly userTimeoutMs: number;
}

/** tcp_model_timeout: what so many retransmissions would take that begin at TCP_RTO_MIN. */
export function modelTimeoutMs(retries: number): number {
  let total = 0;
  for (let sent = 0, wait = rtoMinMs; sent <= retries; sent++, wait *= 2) total += Math.min(wait, rtoMaxMs);
  return total;
}

/** retransmits_timed_out; `sinceMs` is the time since the first retransmission. */
export function hasRetriedEnough(sinceMs: number, { userTimeoutMs, retries2 }: Limits): boolean {
  return sinceMs >= (userTimeoutMs > 0 ? userTimeoutMs : modelTimeoutMs(retries2));
}

/** tcp_rtx_probe0_timed_out: data was in flight when the window closed. Whoever answers is alive, but for a user timeout. */
export function isSilentInClosedWindow(waitedMs: number, unheardMs: number, { userTimeoutMs }: Limits): boolean {
  if (userTimeoutMs > 0 && waitedMs > userTimeoutMs) return true;
  const limitMs = Math.min(2 * rtoMaxMs, userTimeoutMs > 0 ? userTimeoutMs : Infinity);
  return unheardMs > limitMs && waitedMs > limitMs;
}

/** tcp_clamp_rto_to_user_timeout, in milliseconds; 0 for at once. */
export function clampedMs(rtoMs: number, sinceMs: number, { userTimeoutMs }: Limits): number {
  return userTimeoutMs === 0 ? rtoMs : Math.max(0, Math.min(rtoMs, userTimeoutMs - sinceMs));
}
