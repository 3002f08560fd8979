/** What TCP_INFO of Linux fills in: `struct tcp_info`, include/uapi/linux/tcp.h. */
import { endianness } from 'node:os';
import type { CongestionState, TcpInfo } from './tcp-info.ts';
import { tcpStateOf } from './tcp-state.ts';

/** enum tcp_ca_state, include/uapi/linux/tcp.h. */
const congestionStates: readonly CongestionState[] = ['open', 'disorder', 'cwr', 'recovery', 'loss'];

/** Offsets under the names of the header without `tcpi_`. The kernel only appends to the struct. */
export const linuxTcpInfoOffsets = {
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

const at = linuxTcpInfoOffsets;
const little = endianness() === 'LE';

/** `view` is exactly what the kernel filled in: an older kernel fills in less. */
export function decodeLinuxTcpInfo(view: DataView): TcpInfo {
  const u8 = (offset: number) => view.getUint8(offset);
  const u32 = (offset: number) => view.getUint32(offset, little);
  const newer32 = (offset: number) => (offset + 4 <= view.byteLength ? u32(offset) : undefined);
  const newer64 = (offset: number) =>
    offset + 8 <= view.byteLength ? Number(view.getBigUint64(offset, little)) : undefined;
  return {
    state: tcpStateOf(u8(at.state)),
    congestionState: congestionStateOf(u8(at.ca_state)),
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

const congestionStateOf = (number: number): CongestionState => congestionStates[number] ?? `unknown ${number}`;
