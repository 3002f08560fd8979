/**
 * The timers of one Linux TCP socket in virtual time, as far as liveness goes: keepalive, tail loss probe,
 * retransmission, user timeout (net/ipv4/tcp_timer.c, tcp_output.c). The peer's kernel acknowledges at once while
 * the path is open.
 */
import type { SocketOptions } from '../options.ts';
import type { Kernel } from '../prediction.ts';
import { modelTimeoutMs } from '../predict/retransmission.ts';
import { jiffyMs } from '../predict/timers.ts';
import type { TcpInfo } from '../tcp-info.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface SocketParts {
  readonly time: VirtualTime;
  readonly kernel: Kernel;
  readonly options: SocketOptions;
  /** Whether a segment sent now is answered. */
  readonly isPathOpen: () => boolean;
  /** How late a timer of this length fires: at most its granule. */
  readonly lateMs: (delayMs: number) => number;
  readonly onError: (errno: string) => void;
}

export const rtoMs = 204;
const rtoMaxMs = 120_000;

export class SimulatedSocket {
  readonly #parts: SocketParts;
  #receivedAtMs = 0;
  #probes = 0;
  #backoff = 0;
  #sentAtMs: number | null = null;
  #retransmittedAtMs: number | null = null;
  #cancelRetransmit = (): void => {};
  #dead = false;

  constructor(parts: SocketParts) {
    this.#parts = parts;
    this.#receivedAtMs = parts.time.nowMs;
    if (parts.options.keepalive !== undefined) this.#arm(parts.options.keepalive.idleMs, () => this.#keepalive());
  }

  get sinceSegmentMs(): number {
    return this.#parts.time.nowMs - this.#receivedAtMs;
  }

  /** Since the oldest unacknowledged write; null when all is acknowledged. */
  get unackedForMs(): number | null {
    return this.#sentAtMs === null ? null : this.#parts.time.nowMs - this.#sentAtMs;
  }

  get info(): TcpInfo {
    return {
      state: this.#dead ? 'CLOSED' : 'ESTABLISHED',
      rtoMs,
      rttMs: 0,
      unacked: this.#sentAtMs === null ? 0 : 1,
      notsentBytes: 0,
      probes: this.#probes,
      backoff: this.#backoff,
      retransmits: this.#backoff,
      lastDataSentMs: 0,
      lastDataReceivedMs: this.sinceSegmentMs,
      lastAckReceivedMs: this.sinceSegmentMs,
      sendWindowBytes: 65_535,
      segmentsOut: null,
      segmentsIn: null,
    };
  }

  /** A segment of the peer arrived; it acknowledges everything. */
  receive(): void {
    this.#receivedAtMs = this.#parts.time.nowMs;
    this.#probes = 0;
    this.#sentAtMs = null;
    this.#retransmittedAtMs = null;
    this.#backoff = 0;
    this.#cancelRetransmit();
  }

  write(): void {
    if (this.#dead) return;
    const first = this.#sentAtMs === null;
    this.#sentAtMs ??= this.#parts.time.nowMs;
    if (this.#parts.isPathOpen()) this.receive();
    // tcp_schedule_loss_probe: RTT is nothing here, so the probe is due after the RTO's lower bound.
    else if (first) this.#armRetransmit(Math.min(200, rtoMs), () => this.#lossProbe());
  }

  /** tcp_keepalive_timer. */
  #keepalive(): void {
    const { keepalive, userTimeoutMs } = this.#parts.options;
    if (this.#dead || keepalive === undefined) return;
    const { idleMs, intervalMs, count } = keepalive;
    const again = (delayMs: number): void => {
      this.#arm(delayMs, () => this.#keepalive());
    };
    // Data in flight: keepalive is suspended, its timer only idles along.
    if (this.#sentAtMs !== null) return again(idleMs);
    const silent = this.sinceSegmentMs;
    // The kernel counts whole jiffies: less than one is none.
    if (idleMs - silent > 1e-3) return again(Math.max(idleMs - silent, jiffyMs(this.#parts.kernel)));
    const isOver = userTimeoutMs === undefined ? this.#probes >= count : silent >= userTimeoutMs && this.#probes > 0;
    if (isOver) return this.#die();
    this.#probes += 1;
    if (this.#parts.isPathOpen()) this.receive();
    return again(intervalMs);
  }

  #lossProbe(): void {
    if (this.#parts.isPathOpen()) return this.receive();
    return this.#armRetransmit(rtoMs, () => this.#retransmit());
  }

  /** tcp_retransmit_timer, retransmits_timed_out, tcp_clamp_rto_to_user_timeout. */
  #retransmit(): void {
    const { time, options, kernel } = this.#parts;
    const limitMs = options.userTimeoutMs ?? modelTimeoutMs(kernel.retries2);
    const elapsedMs = this.#retransmittedAtMs === null ? -1 : time.nowMs - this.#retransmittedAtMs;
    if (elapsedMs >= limitMs) return this.#die();
    this.#retransmittedAtMs ??= time.nowMs;
    if (this.#parts.isPathOpen()) return this.receive();
    this.#backoff += 1;
    const nextMs = Math.min(rtoMs * 2 ** this.#backoff, rtoMaxMs);
    const restMs = options.userTimeoutMs === undefined ? Infinity : limitMs - Math.max(elapsedMs, 0);
    return this.#armRetransmit(Math.min(nextMs, restMs), () => this.#retransmit());
  }

  #die(): void {
    this.#dead = true;
    this.#cancelRetransmit();
    this.#parts.onError('ETIMEDOUT');
  }

  /** Replaces the timer that is armed: there is one for both kinds (icsk_retransmit_timer). */
  #armRetransmit(delayMs: number, run: () => void): void {
    this.#cancelRetransmit();
    this.#cancelRetransmit = this.#arm(delayMs, run);
  }

  #arm(delayMs: number, run: () => void): () => void {
    const { time, lateMs } = this.#parts;
    return time.at(time.nowMs + delayMs + lateMs(delayMs), () => {
      if (!this.#dead) run();
    });
  }
}
