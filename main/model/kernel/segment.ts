import type { Ns } from '../time.ts';

/** Sequence numbers, from the first to the one after the last. They start at 0 and never wrap. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/** What one socket sends to another: always with an acknowledgement. */
export interface Segment {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly ack: number;
  readonly windowBytes: number;
  /** The sequence number after the newest urgent byte; null when none is in sight. */
  readonly urgentEnd: number | null;
  /** Timestamps option (RFC 7323): when it was sent, and when that was sent which it answers. */
  readonly stamp: Ns;
  readonly echo: Ns | null;
  /** Selective acknowledgements (RFC 2018). */
  readonly sacked: readonly SequenceRange[];
}

/** What a segment takes of the sequence space. */
export const lengthOf = ({ bytes, fin }: Pick<Segment, 'bytes' | 'fin'>): number => bytes.length + (fin ? 1 : 0);

/** The largest segment on Ethernet: 1500 less IPv4, TCP and timestamps. */
export const maxSegmentBytes = 1448;

export const nothing = new Uint8Array(0);
