/** Round-trip time and RTO as Linux estimates them (net/ipv4/tcp_input.c, tcp_rtt_estimator, tcp_set_rto). */
import type { Jiffies } from './jiffies.ts';

/** TCP_RTO_MIN, TCP_RTO_MAX, TCP_TIMEOUT_INIT (include/net/tcp.h). */
export const rtoMinMs = 200;
export const rtoMaxMs = 120_000;
const rtoInitMs = 1000;

/** What a kernel takes a path for (TCP_INFO: tcpi_rtt, tcpi_rto). */
export interface RoundTripEstimate {
  readonly rttMs: number;
  readonly rtoMs: number;
}

export class RoundTrip {
  /** Null until there is a sample. */
  smoothedMs: number | null = null;
  #deviationMs = 0;
  #deviationMaxMs = rtoMinMs;
  #varianceMs = rtoMinMs;
  #measuredTo = 0;

  /** @param una what is acknowledged, @param nxt what has been sent: once per window the variance may shrink */
  sample(ms: number, una: number, nxt: number): void {
    if (this.smoothedMs === null) {
      this.smoothedMs = ms;
      this.#deviationMs = ms / 2;
      this.#varianceMs = this.#deviationMaxMs = Math.max(2 * ms, rtoMinMs);
      this.#measuredTo = nxt;
      return;
    }
    const error = ms - this.smoothedMs;
    this.smoothedMs += error / 8;
    const growth = Math.abs(error) - this.#deviationMs;
    // A sample below the average may only slowly raise the deviation (the Eifel finding).
    this.#deviationMs += (error < 0 && growth > 0 ? growth / 8 : growth) / 4;
    this.#deviationMaxMs = Math.max(this.#deviationMaxMs, 4 * this.#deviationMs);
    this.#varianceMs = Math.max(this.#varianceMs, this.#deviationMaxMs);
    if (una <= this.#measuredTo) return;
    this.#varianceMs -= Math.max(0, this.#varianceMs - this.#deviationMaxMs) / 4;
    this.#measuredTo = nxt;
    this.#deviationMaxMs = rtoMinMs;
  }

  /** As if it had been measured so all along. */
  assume({ rttMs, rtoMs }: RoundTripEstimate): void {
    this.smoothedMs = rttMs;
    this.#varianceMs = rtoMs - rttMs;
  }

  /** In jiffies, without back-off. */
  rto(jiffies: Jiffies): number {
    if (this.smoothedMs === null) return jiffies.ofMs(rtoInitMs);
    return jiffies.ofMs(Math.min(this.smoothedMs + this.#varianceMs, rtoMaxMs));
  }
}
