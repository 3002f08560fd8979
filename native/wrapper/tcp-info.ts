import { endianness } from 'node:os';
import { tcpStateOf } from './tcp-state.ts';
import type { TcpState } from './tcp-state.ts';

/** enum tcp_ca_state, include/uapi/linux/tcp.h. */
const congestionStates = ['open', 'disorder', 'cwr', 'recovery', 'loss'] as const;

export type CongestionState = (typeof congestionStates)[number] | `unknown ${number}`;

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

/** Offsets in struct tcp_info (include/uapi/linux/tcp.h), under its own names without `tcpi_`. Append-only in the kernel. */
export const tcpInfoOffsets = {
  state: 0,
  ca_state: 1,
  retransmits: 2,
  probes: 3,
  backoff: 4,
  rto: 8,
  unacked: 24,
  lost: 32,
  retrans: 36,
  last_data_sent: 44,
  last_data_recv: 52,
  last_ack_recv: 56,
  rtt: 68,
  rttvar: 72,
  total_retrans: 100,
  bytes_acked: 120,
  bytes_received: 128,
  segs_out: 136,
  segs_in: 140,
  notsent_bytes: 144,
  snd_wnd: 228,
} as const;

const at = tcpInfoOffsets;
const little = endianness() === 'LE';

const named = <Name extends string>(names: readonly Name[], index: number): Name | `unknown ${number}` =>
  names[index] ?? `unknown ${index}`;

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

/** Linux's struct; `view` is exactly what the kernel filled in. */
export function decodeTcpInfo(view: DataView): TcpInfo {
  const u8 = (offset: number) => view.getUint8(offset);
  const u32 = (offset: number) => view.getUint32(offset, little);
  const newer32 = (offset: number) => (offset + 4 <= view.byteLength ? u32(offset) : undefined);
  const newer64 = (offset: number) =>
    offset + 8 <= view.byteLength ? Number(view.getBigUint64(offset, little)) : undefined;
  return {
    state: tcpStateOf(u8(at.state)),
    congestionState: named(congestionStates, u8(at.ca_state)),
    retransmits: u8(at.retransmits),
    probes: u8(at.probes),
    backoff: u8(at.backoff),
    rtoUs: u32(at.rto),
    rttUs: u32(at.rtt),
    rttvarUs: u32(at.rttvar),
    unacked: u32(at.unacked),
    lost: u32(at.lost),
    retrans: u32(at.retrans),
    totalRetrans: u32(at.total_retrans),
    lastDataSentMs: u32(at.last_data_sent),
    lastDataRecvMs: u32(at.last_data_recv),
    lastAckRecvMs: u32(at.last_ack_recv),
    bytesAcked: newer64(at.bytes_acked),
    bytesReceived: newer64(at.bytes_received),
    segsOut: newer32(at.segs_out),
    segsIn: newer32(at.segs_in),
    notsentBytes: newer32(at.notsent_bytes),
    sndWnd: newer32(at.snd_wnd),
  };
}
