/**
 * The receiving half of a Linux TCP socket: the order of the stream, the window, the urgent byte, and when it
 * acknowledges (net/ipv4/tcp_input.c, the names of the functions stand at each method).
 */
import type { Jiffies } from './jiffies.ts';
import { lengthOf, maxSegmentBytes } from './segment.ts';
import type { Segment, SequenceRange } from './segment.ts';

/** What tcp_rmem[1] = 131072 holds of frames of 1028 bytes: measured on 6.18. It grows only while somebody reads. */
export const bufferBytes = 120_000;
/** TCP_ATO_MIN, TCP_DELACK_MIN (include/net/tcp.h). */
export const delayedAckMs = 40;
/** TCP_MAX_QUICKACKS. */
const quickAcks = 16;
/** tcp_invalid_ratelimit: so seldom are old sequence numbers without data answered. */
const duplicateGapMs = 500;

/** When the socket must acknowledge what came. */
export type Answer = 'now' | 'later' | 'none';

export interface ReceiverHooks {
  deliver(bytes: Uint8Array): void;
  /** All data before the FIN has been delivered. */
  ended(): void;
}

export class TcpReceiver {
  /** Everything before it has arrived. */
  next = 0;
  /** Without an application that reads, data stays here. */
  reading = true;
  readonly #jiffies: Jiffies;
  readonly #hooks: ReceiverHooks;
  readonly #ahead = new Map<number, Segment>();
  #unread: { readonly seq: number; readonly bytes: Uint8Array }[] = [];
  /** Of what has arrived, what the other end has been told. */
  acknowledgedTo = 0;
  #urgentEnd: number | null = null;
  /** icsk_ack.lrcvtime, jiffies: when data last came. */
  receivedAt: number;
  #repliesAtOnce = false;
  /** icsk_ack.rcv_mss: more than this without an acknowledgement is answered at once (__tcp_ack_snd_check). */
  #largest = 0;
  #quick = quickAcks;
  #duplicateAt = -Infinity;
  /** The FIN has arrived, and everything before it. */
  isAtEnd = false;
  #hasToldEnd = false;

  constructor(jiffies: Jiffies, hooks: ReceiverHooks) {
    this.#jiffies = jiffies;
    this.#hooks = hooks;
    this.receivedAt = jiffies.now;
  }

  get unreadBytes(): number {
    return this.#unread.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** Never a silly small one (RFC 9293 3.8.6.2.2; __tcp_select_window). */
  get windowBytes(): number {
    const free = this.#freeBytes;
    return free < maxSegmentBytes ? 0 : free;
  }

  get #freeBytes(): number {
    return bufferBytes - this.unreadBytes;
  }

  get sacked(): readonly SequenceRange[] {
    return [...this.#ahead.values()].map((segment) => ({ from: segment.seq, to: segment.seq + lengthOf(segment) }));
  }

  /** Whether the stream may contain an urgent byte that nobody took. */
  get hasUrgent(): boolean {
    return this.#urgentEnd !== null;
  }

  /** tcp_data_queue and what stands before it. The application gets its data by `read`, after the answer is sent. */
  take(segment: Segment): Answer {
    const length = lengthOf(segment);
    if (length === 0) return segment.seq < this.next ? this.#duplicate() : 'none';
    this.#urgentEnd = latest(this.#urgentEnd, segment.urgentEnd);
    if (segment.seq + length <= this.next) return 'now';
    // Beyond the window (tcp_receive_window): dropped, and said so.
    if (segment.bytes.length > 0 && segment.seq + length > this.next + this.#freeBytes) return 'now';
    this.#noteArrival();
    this.#largest = Math.max(this.#largest, length);
    if (segment.seq > this.next) {
      this.#ahead.set(segment.seq, segment);
      return 'now';
    }
    const hadGap = this.#ahead.size > 0;
    for (let now: Segment | undefined = segment; now !== undefined; now = this.#nextAhead()) this.#append(now);
    if (hadGap || segment.fin) return 'now';
    const hasTwo = this.next - this.acknowledgedTo > this.#largest;
    return hasTwo || this.#isQuick() ? 'now' : 'later';
  }

  /** An acknowledgement of everything is on its way, by itself or with data. */
  acknowledged(): void {
    if (this.acknowledgedTo < this.next && this.#quick > 0) this.#quick -= 1;
    this.acknowledgedTo = this.next;
  }

  /** tcp_delack_timer_handler: no answer carried it. */
  acknowledgedLate(): void {
    this.#repliesAtOnce = false;
  }

  /** tcp_event_data_sent: an answer that is sent within the delay of the acknowledgement carries it. */
  sentData(): void {
    if (this.next > 0 && this.#jiffies.now - this.receivedAt < this.#jiffies.ofMs(delayedAckMs))
      this.#repliesAtOnce = true;
  }

  /** Whether the window has to be announced: it was less than half of what it is now (tcp_cleanup_rbuf). */
  read(): boolean {
    const before = this.windowBytes;
    this.#read();
    return before < this.windowBytes && 2 * before <= this.windowBytes;
  }

  /** tcp_event_data_recv: after a gap longer than the RTO the sender is taken to start anew. */
  #noteArrival(): void {
    const gapMs = this.#jiffies.toMs(this.#jiffies.now - this.receivedAt);
    if (gapMs > delayedAckMs * 5) this.#quick = quickAcks;
    this.receivedAt = this.#jiffies.now;
  }

  #isQuick = (): boolean => this.#quick > 0 && !this.#repliesAtOnce;

  #duplicate(): Answer {
    const nowMs = this.#jiffies.nowMs;
    if (nowMs - this.#duplicateAt < duplicateGapMs) return 'none';
    this.#duplicateAt = nowMs;
    return 'now';
  }

  #nextAhead(): Segment | undefined {
    const segment = this.#ahead.get(this.next);
    this.#ahead.delete(this.next);
    return segment;
  }

  #append(segment: Segment): void {
    const skipped = this.next - segment.seq;
    if (segment.bytes.length > skipped) this.#unread.push({ seq: this.next, bytes: segment.bytes.subarray(skipped) });
    this.next = segment.seq + lengthOf(segment);
    this.isAtEnd ||= segment.fin;
  }

  /** The newest urgent byte is no part of the stream; an older one that was not taken in time is (tcp(7)). */
  #read(): void {
    if (!this.reading) return;
    const parts = this.#unread;
    this.#unread = [];
    for (const { seq, bytes } of parts) {
      const hole = this.#urgentEnd === null ? -1 : this.#urgentEnd - 1 - seq;
      const isInside = hole >= 0 && hole < bytes.length;
      for (const part of isInside ? [bytes.subarray(0, hole), bytes.subarray(hole + 1)] : [bytes])
        if (part.length > 0) this.#hooks.deliver(part);
    }
    if (!this.isAtEnd || this.#hasToldEnd) return;
    this.#hasToldEnd = true;
    this.#hooks.ended();
  }
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);
