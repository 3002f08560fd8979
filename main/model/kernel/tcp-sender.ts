/**
 * The sending half of a Linux TCP socket: windows, loss recovery, and the one timer of three meanings
 * (net/ipv4/tcp_output.c, tcp_timer.c, tcp_input.c; the names of the functions stand at each method).
 */
import { msBetween, ns } from '../time.ts';
import type { Jiffies } from './jiffies.ts';
import { clampedMs, hasRetriedEnough, isSilentInClosedWindow } from './patience.ts';
import type { Limits } from './patience.ts';
import { RoundTrip, rtoMaxMs, rtoMinMs } from './round-trip.ts';
import type { Segment } from './segment.ts';
import { SendQueue } from './send-queue.ts';
import type { Piece } from './send-queue.ts';
import { bufferBytes } from './tcp-receiver.ts';
import { TransmitTimer } from './transmit-timer.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface SenderParts extends Limits {
  readonly time: VirtualTime;
  readonly jiffies: Jiffies;
  /** What SYN and SYN+ACK took. */
  readonly firstRoundTripMs: number;
  /** False when it cannot leave this host. */
  readonly transmit: (piece: Pick<Piece, 'seq' | 'bytes' | 'fin'>) => boolean;
  /** tcp_write_err. */
  readonly giveUp: () => void;
}

/** TCP_INIT_CWND (include/net/tcp.h). */
const usualWindow = 10;
/** TCP_TIMEOUT_MIN (include/net/tcp.h): two jiffies. */
const timeoutMin = 2;

export class TcpSender {
  readonly queue = new SendQueue(0);
  readonly roundTrip = new RoundTrip();
  /** icsk_probes_out: keepalive and zero-window probes without an answer. */
  probesOut = 0;
  backoff = 0;
  retransmits = 0;
  windowBytes = bufferBytes;
  /** icsk_rto, in jiffies. */
  rto: number;
  /** tp->rcv_tstamp, in jiffies. */
  ackedAt: number;
  readonly #parts: SenderParts;
  readonly timer: TransmitTimer;
  #recovery: 'none' | 'loss' | 'fast' = 'none';
  #recoverTo = 0;
  #congestionWindow = usualWindow;
  #lossProbedTo: number | null = null;
  /** tp->retrans_stamp, ms. */
  #retransmittedAtMs: number | null = null;
  /** icsk_probes_tstamp, jiffies. */
  #probingSince: number | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.timer = new TransmitTimer(parts.jiffies, {
      retransmit: () => this.#retransmit(),
      'loss-probe': () => this.#probeForLoss(),
      'window-probe': () => this.#probeWindow(),
    });
    this.roundTrip.sample(parts.firstRoundTripMs, 0, 0);
    this.rto = this.roundTrip.rto(parts.jiffies);
    this.ackedAt = parts.jiffies.now;
  }

  /** Nothing that a keepalive would have to wait for (tcp_keepalive_timer). */
  get isEmpty(): boolean {
    return this.queue.sent.length === 0 && this.queue.waiting.length === 0;
  }

  write(bytes: Uint8Array, fin = false): void {
    this.queue.put(bytes, fin);
    this.#push();
  }

  /** tcp_ack. */
  acknowledged(segment: Segment): void {
    const { queue } = this;
    if (segment.ack < queue.una || segment.ack > queue.nxt) return;
    this.windowBytes = segment.windowBytes;
    this.probesOut = 0;
    this.ackedAt = this.#parts.jiffies.now;
    const wasInFlight = queue.sent.length > 0;
    const acked = queue.acknowledge(segment.ack);
    if (acked.length > 0) this.#advanced(segment, acked);
    const lost = queue.markSacked(segment.sacked, ns(Math.max(0, ...acked.map(({ sentAt }) => sentAt))));
    if (lost && this.#recovery === 'none') this.#recover('fast');
    if (!wasInFlight) this.#probeAnswered();
    else if (acked.length > 0 && !this.#scheduleLossProbe(true)) this.#rearmRetransmission();
    this.#resend();
    this.#push();
  }

  /** tcp_ld_RTO_revert (RFC 6069): an ICMP error says that the back-off is not congestion's. */
  unreachable(): void {
    const [head] = this.queue.sent;
    if (this.retransmits === 0 || this.backoff === 0 || head === undefined) return;
    const { jiffies, time } = this.#parts;
    this.backoff -= 1;
    this.rto = Math.min(this.roundTrip.rto(jiffies) * 2 ** this.backoff, jiffies.ofMs(rtoMaxMs));
    const rest = this.rto - jiffies.ofMs(msBetween(head.sentAt, time.now));
    if (rest > 0) this.timer.arm('retransmit', rest);
    else this.#retransmit();
  }

  #advanced(segment: Segment, acked: readonly Piece[]): void {
    const { time, jiffies } = this.#parts;
    this.retransmits = 0;
    if (segment.echo !== null) {
      this.roundTrip.sample(msBetween(segment.echo, time.now), this.queue.una, this.queue.nxt);
      this.rto = this.roundTrip.rto(jiffies);
      this.backoff = 0;
    }
    if (this.#lossProbedTo !== null && segment.ack >= this.#lossProbedTo) this.#lossProbedTo = null;
    if (this.#recovery === 'loss') this.#congestionWindow += acked.length;
    if (this.#recovery !== 'none' && this.queue.una < this.#recoverTo) return;
    this.#recovery = 'none';
    this.#congestionWindow = usualWindow;
    this.#retransmittedAtMs = null;
  }

  /** tcp_ack_probe: an answer while nothing is in flight. */
  #probeAnswered(): void {
    const [head] = this.queue.waiting;
    if (head === undefined) return;
    if (this.#fits(head)) {
      this.backoff = 0;
      this.#probingSince = null;
      this.timer.disarm();
    } else this.timer.arm('window-probe', this.#probeDelay());
  }

  /** tcp_write_xmit, tcp_check_probe_timer. */
  #push(): void {
    const { queue } = this;
    let isSent = false;
    for (let [head] = queue.waiting; head !== undefined; [head] = queue.waiting) {
      if (queue.inFlight >= this.#congestionWindow || !this.#fits(head) || !this.#sendNew(head)) break;
      isSent = true;
    }
    if (isSent) this.#scheduleLossProbe(false);
    else if (queue.sent.length === 0 && queue.waiting.length > 0 && this.timer.armed === null)
      this.timer.arm('window-probe', this.#probeBase());
  }

  /** tcp_event_new_data_sent. */
  #sendNew(head: Piece): boolean {
    if (!this.#parts.transmit(head)) return false;
    const isFirst = this.queue.sent.length === 0;
    this.queue.advance(this.#parts.time.now);
    if (isFirst || this.timer.isFor('loss-probe')) this.#rearmRetransmission();
    return true;
  }

  #fits = (piece: Piece): boolean => piece.seq + piece.bytes.length <= this.queue.una + this.windowBytes;

  /** tcp_schedule_loss_probe. */
  #scheduleLossProbe(advancing: boolean): boolean {
    const { jiffies } = this.#parts;
    const outstanding = this.queue.sent.length;
    if (outstanding === 0) this.timer.disarm();
    if (outstanding === 0 || this.#recovery !== 'none') return outstanding === 0;
    const smoothed = this.roundTrip.smoothedMs ?? 0;
    const own = jiffies.ofMs(2 * smoothed + (outstanding === 1 ? rtoMinMs : jiffies.toMs(timeoutMin)));
    const untilRto = advancing ? this.rto : this.#untilRto();
    this.timer.arm('loss-probe', untilRto > 0 ? Math.min(own, untilRto) : own);
    return true;
  }

  /** tcp_rto_delta_us: what is left of the RTO of the oldest segment. */
  #untilRto(): number {
    const { jiffies, time } = this.#parts;
    const [head] = this.queue.sent;
    return head === undefined ? 0 : this.rto - Math.floor(msBetween(head.sentAt, time.now) / jiffies.toMs(1));
  }

  /** tcp_rearm_rto. */
  #rearmRetransmission(): void {
    if (this.queue.sent.length === 0) return this.timer.disarm();
    const isOffset = this.timer.isFor('loss-probe');
    this.timer.arm('retransmit', isOffset ? Math.max(1, this.#untilRto()) : this.rto);
  }

  /** tcp_send_loss_probe: at most one in the same flight. */
  #probeForLoss(): void {
    const { queue } = this;
    const [next] = queue.waiting;
    const last = queue.sent.findLast(({ sacked }) => !sacked);
    let isSent = false;
    if (this.#lossProbedTo === null) {
      if (next !== undefined && this.#fits(next)) isSent = this.#sendNew(next);
      else if (last !== undefined) isSent = this.#transmitAgain(last);
    }
    if (isSent) {
      this.#lossProbedTo = queue.nxt;
      this.timer.disarm();
    }
    this.#rearmRetransmission();
  }

  #transmitAgain(piece: Piece): boolean {
    if (!this.#parts.transmit(piece)) return false;
    Object.assign(piece, { sentAt: this.#parts.time.now });
    return true;
  }

  /** tcp_retransmit_timer. */
  #retransmit(): void {
    const { jiffies, giveUp } = this.#parts;
    const [head] = this.queue.sent;
    if (head === undefined) return undefined;
    this.#lossProbedTo = null;
    if (this.#isOver(head)) return giveUp();
    this.#recover('loss');
    if (this.windowBytes > 0) this.retransmits += 1;
    this.#resend();
    this.backoff += 1;
    this.rto = Math.min(this.rto * 2, jiffies.ofMs(rtoMaxMs));
    const waitMs = clampedMs(jiffies.toMs(this.rto), jiffies.nowMs - (this.#retransmittedAtMs ?? 0), this.#parts);
    return this.timer.arm('retransmit', Math.max(1, jiffies.ofMs(waitMs)));
  }

  #isOver(head: Piece): boolean {
    const { jiffies } = this.#parts;
    const sinceMs = jiffies.nowMs - (this.#retransmittedAtMs ?? head.sentAt / 1e6);
    if (this.windowBytes === 0)
      return isSilentInClosedWindow(sinceMs, jiffies.toMs(jiffies.now - this.ackedAt), this.#parts);
    return this.retransmits > 0 && hasRetriedEnough(sinceMs, this.#parts);
  }

  #recover(how: 'loss' | 'fast'): void {
    if (how === 'loss') {
      this.queue.markAllLost();
      this.#congestionWindow = 1;
    }
    this.#recovery = how;
    this.#recoverTo = this.queue.nxt;
  }

  /** tcp_xmit_retransmit_queue. */
  #resend(): void {
    for (let [piece] = this.queue.lost; piece !== undefined; [piece] = this.queue.lost) {
      if (this.queue.inFlight >= this.#congestionWindow) return;
      piece.resent = this.#transmitAgain(piece);
      this.#retransmittedAtMs ??= this.#parts.jiffies.nowMs;
      if (!piece.resent) return;
    }
  }

  /** tcp_probe0_base, tcp_probe0_when, tcp_clamp_probe0_to_user_timeout. */
  #probeBase = (): number => Math.max(this.rto, this.#parts.jiffies.ofMs(rtoMinMs));
  #probeDelay(): number {
    const { jiffies, userTimeoutMs } = this.#parts;
    const delay = Math.min(this.#probeBase() * 2 ** this.backoff, jiffies.ofMs(rtoMaxMs));
    if (userTimeoutMs === 0 || this.#probingSince === null) return delay;
    const rest = jiffies.ofMs(userTimeoutMs) - Math.max(0, jiffies.now - this.#probingSince);
    return Math.min(Math.max(rest, timeoutMin), delay);
  }

  /** tcp_probe_timer: asked whether the window has opened, or whether this host can send again. */
  #probeWindow(): void {
    const { jiffies, userTimeoutMs, retries2, giveUp } = this.#parts;
    const { queue } = this;
    if (queue.sent.length > 0 || queue.waiting.length === 0) return this.#endProbing();
    this.#probingSince ??= jiffies.now;
    const isExpired = userTimeoutMs > 0 && jiffies.now - this.#probingSince >= jiffies.ofMs(userTimeoutMs);
    if (isExpired || this.probesOut >= retries2) return giveUp();
    this.wakeUp();
    if (queue.sent.length > 0 || queue.waiting.length === 0) {
      this.backoff = 0;
      return this.#endProbing();
    }
    this.probesOut += 1;
    this.backoff = Math.min(this.backoff + 1, retries2);
    return this.timer.arm('window-probe', this.#probeDelay());
  }

  #endProbing(): void {
    this.probesOut = 0;
    this.#probingSince = null;
  }

  /** tcp_write_wakeup: what fits of the next data, else an old sequence number that asks for an answer. */
  wakeUp(): void {
    const { queue } = this;
    const [head] = queue.waiting;
    const room = head === undefined ? 0 : queue.una + this.windowBytes - head.seq;
    if (head === undefined || room <= 0) {
      this.#parts.transmit({ seq: queue.una - 1, bytes: new Uint8Array(0), fin: false });
      return;
    }
    queue.split(room);
    const [part] = queue.waiting;
    if (part !== undefined) this.#sendNew(part);
  }
}
