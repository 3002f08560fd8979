/** What a socket has to send, and what of it is under way (the write and retransmit queues of Linux). */
import type { Ns } from '../time.ts';
import { ns } from '../time.ts';
import { lengthOf, maxSegmentBytes } from './segment.ts';
import type { SequenceRange } from './segment.ts';

/** One segment's worth. */
export interface Piece {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly fin: boolean;
  /** Of its last transmission. */
  sentAt: Ns;
  sacked: boolean;
  /** Given up as lost; `resent` since then. */
  lost: boolean;
  resent: boolean;
}

export const endOf = (piece: Piece): number => piece.seq + lengthOf(piece);

export class SendQueue {
  /** Sent and not yet acknowledged, in order. */
  sent: Piece[] = [];
  /** Not yet sent, in order. */
  readonly waiting: Piece[] = [];
  /** Everything before it is acknowledged. */
  una: number;
  #end: number;

  constructor(start: number) {
    this.una = start;
    this.#end = start;
  }

  /** The next to be sent. */
  get nxt(): number {
    return this.waiting[0]?.seq ?? this.#end;
  }

  get end(): number {
    return this.#end;
  }

  get unsentBytes(): number {
    return this.waiting.reduce((sum, piece) => sum + piece.bytes.length, 0);
  }

  /** Segments that are in the network, as far as is known. */
  get inFlight(): number {
    return this.sent.reduce((sum, { sacked, lost, resent }) => sum + (!sacked && (!lost || resent) ? 1 : 0), 0);
  }

  /** Known to be lost, and not sent again yet. */
  get lost(): readonly Piece[] {
    return this.sent.filter(({ lost, resent, sacked }) => lost && !resent && !sacked);
  }

  put(bytes: Uint8Array, fin = false): void {
    for (let from = 0; from < bytes.length; from += maxSegmentBytes)
      this.#add(bytes.subarray(from, from + maxSegmentBytes), false);
    if (fin) this.#add(new Uint8Array(0), true);
  }

  /** The first that waits is under way. */
  advance(now: Ns): void {
    const piece = this.waiting.shift();
    if (piece === undefined) return;
    piece.sentAt = now;
    this.sent.push(piece);
  }

  /** Cuts the first that waits in two, so that its first part has so many bytes (tcp_fragment). */
  split(bytes: number): void {
    const [head] = this.waiting;
    if (head === undefined || bytes <= 0 || bytes >= head.bytes.length) return;
    const first = { ...head, bytes: head.bytes.subarray(0, bytes), fin: false };
    const second = { ...head, seq: head.seq + bytes, bytes: head.bytes.subarray(bytes) };
    this.waiting.splice(0, 1, first, second);
  }

  /** @returns what is acknowledged by it for the first time. */
  acknowledge(ack: number): readonly Piece[] {
    if (ack <= this.una) return [];
    this.una = ack;
    const acked = this.sent.filter((piece) => endOf(piece) <= ack);
    if (acked.length > 0) this.sent = this.sent.slice(acked.length);
    return acked;
  }

  /** RACK (RFC 8985): on a path that keeps the order, what was sent before something that arrived is lost. */
  markSacked(ranges: readonly SequenceRange[], arrivedSentAt: Ns): boolean {
    let newest = arrivedSentAt;
    for (const piece of this.sent)
      if (ranges.some(({ from, to }) => from <= piece.seq && endOf(piece) <= to)) {
        piece.sacked = true;
        newest = ns(Math.max(newest, piece.sentAt));
      }
    let found = false;
    for (const piece of this.sent) {
      if (piece.sacked || piece.sentAt >= newest || (piece.lost && !piece.resent)) continue;
      piece.lost = true;
      piece.resent = false;
      found = true;
    }
    return found;
  }

  /** tcp_enter_loss: everything that was not acknowledged is taken for lost. */
  markAllLost(): void {
    for (const piece of this.sent) {
      piece.lost = !piece.sacked;
      piece.resent = false;
    }
  }

  #add(bytes: Uint8Array, fin: boolean): void {
    this.waiting.push({ seq: this.#end, bytes, fin, sentAt: ns(0), sacked: false, lost: false, resent: false });
    this.#end += bytes.length + (fin ? 1 : 0);
  }
}
