/** What TCP_CONNECTION_INFO of macOS fills in: `struct tcp_connection_info`, XNU bsd/netinet/tcp.h. */
import type { TcpInfo } from './tcp-info.ts';
import type { TcpState } from './tcp-state.ts';

/** TCPS_* of bsd/netinet/tcp_fsm.h, from 0. */
const states: readonly TcpState[] = [
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'CLOSE-WAIT',
  'FIN-WAIT-1',
  'CLOSING',
  'LAST-ACK',
  'FIN-WAIT-2',
  'TIME-WAIT',
];

/** Offsets under the names of the header without `tcpi_`. */
export const darwinTcpInfoOffsets = {
  state: 0,
  rto: 12,
  maxseg: 16,
  snd_wnd: 28,
  snd_sbbytes: 32,
  srtt: 44,
  txpackets: 56,
  rxpackets: 80,
  rxbytes: 88,
  txretransmitpackets: 104,
} as const;

const at = darwinTcpInfoOffsets;
const usPerMs = 1000;

/** Macs are little-endian. Ages, probes and the back-off it does not tell; its times are whole milliseconds. */
export function decodeDarwinTcpInfo(view: DataView): TcpInfo {
  const u32 = (offset: number): number => view.getUint32(offset, true);
  const u64 = (offset: number): number => Number(view.getBigUint64(offset, true));
  const state = view.getUint8(at.state);
  return {
    state: states[state] ?? `unknown ${state}`,
    rtoUs: u32(at.rto) * usPerMs,
    rttUs: u32(at.srtt) * usPerMs,
    // In segments, as elsewhere; with what has not been sent yet.
    unacked: Math.ceil(u32(at.snd_sbbytes) / Math.max(1, u32(at.maxseg))),
    totalRetrans: u64(at.txretransmitpackets),
    bytesReceived: u64(at.rxbytes),
    segsOut: u64(at.txpackets),
    segsIn: u64(at.rxpackets),
    sndWnd: u32(at.snd_wnd),
    bytesAcked: undefined,
    congestionState: undefined,
    retransmits: undefined,
    probes: undefined,
    backoff: undefined,
    rttvarUs: undefined,
    lost: undefined,
    retrans: undefined,
    lastDataSentMs: undefined,
    lastDataRecvMs: undefined,
    lastAckRecvMs: undefined,
    notsentBytes: undefined,
  };
}
