/** What a kernel tells of one TCP connection, and the buffer in which the addon hands it over. */
import { endianness } from 'node:os';
import type { TcpState } from './tcp-state.ts';

export type CongestionState = 'open' | 'disorder' | 'cwr' | 'recovery' | 'loss' | `unknown ${number}`;

/** What this kernel, or this version of it, does not report is undefined. Linux's `last…` times move in steps of a jiffy. */
export interface TcpInfo {
  readonly state: TcpState;
  readonly congestionState: CongestionState | undefined;
  /** Unanswered retransmissions of the same data, now. */
  readonly retransmits: number | undefined;
  /** Unanswered keepalive or zero-window probes, now. */
  readonly probes: number | undefined;
  readonly backoff: number | undefined;
  readonly rtoUs: number | undefined;
  readonly rttUs: number;
  readonly rttvarUs: number | undefined;
  /** In segments, as are `lost` and `retrans`. */
  readonly unacked: number;
  readonly lost: number | undefined;
  readonly retrans: number | undefined;
  readonly totalRetrans: number | undefined;
  readonly lastDataSentMs: number | undefined;
  readonly lastDataRecvMs: number | undefined;
  readonly lastAckRecvMs: number | undefined;
  readonly bytesAcked: number | undefined;
  readonly bytesReceived: number | undefined;
  readonly segsOut: number | undefined;
  readonly segsIn: number | undefined;
  readonly notsentBytes: number | undefined;
  /** The peer's receive window in bytes, scaled; Linux 5.4 and later. */
  readonly sndWnd: number | undefined;
}

const little = endianness() === 'LE';

/** Bytes per socket in the buffer of `tcpInfoBatch` (SLOT of addon.c): int32 length or error, padding, struct tcp_info. */
export const tcpInfoSlotBytes = 256;
const slotHeadBytes = 8;

/** How many bytes of the struct the kernel filled in for slot `index`; negative: the errno. */
export const tcpInfoSlotStatus = (slots: Buffer, index: number): number =>
  little ? slots.readInt32LE(index * tcpInfoSlotBytes) : slots.readInt32BE(index * tcpInfoSlotBytes);

/** What the kernel filled in for slot `index`, whose status is not negative. */
export function tcpInfoSlotView(slots: Buffer, index: number): DataView {
  const start = slots.byteOffset + index * tcpInfoSlotBytes + slotHeadBytes;
  return new DataView(slots.buffer, start, tcpInfoSlotStatus(slots, index));
}
