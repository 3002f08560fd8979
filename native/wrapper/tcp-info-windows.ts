/** What SIO_TCP_INFO of Windows fills in: `TCP_INFO_v0`, mstcpip.h. */
import type { TcpInfo } from './tcp-info.ts';
import type { TcpState } from './tcp-state.ts';

/** TCPSTATE of mstcpip.h, from 0. */
const states: readonly TcpState[] = [
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
];

/** Offsets under the names of the header. */
export const windowsTcpInfoOffsets = {
  State: 0,
  Mss: 4,
  RttUs: 20,
  BytesInFlight: 28,
  SndWnd: 36,
  BytesIn: 56,
} as const;

const at = windowsTcpInfoOffsets;

/** Windows is always little-endian. Timers, ages, probes and what waits to be sent it does not tell. */
export function decodeWindowsTcpInfo(view: DataView): TcpInfo {
  const u32 = (offset: number): number => view.getUint32(offset, true);
  const state = u32(at.State);
  return {
    state: states[state] ?? `unknown ${state}`,
    rttUs: u32(at.RttUs),
    // In segments, as elsewhere.
    unacked: Math.ceil(u32(at.BytesInFlight) / Math.max(1, u32(at.Mss))),
    bytesReceived: Number(view.getBigUint64(at.BytesIn, true)),
    sndWnd: u32(at.SndWnd),
    bytesAcked: undefined,
    congestionState: undefined,
    retransmits: undefined,
    probes: undefined,
    backoff: undefined,
    rtoUs: undefined,
    rttvarUs: undefined,
    lost: undefined,
    retrans: undefined,
    totalRetrans: undefined,
    lastDataSentMs: undefined,
    lastDataRecvMs: undefined,
    lastAckRecvMs: undefined,
    segsOut: undefined,
    segsIn: undefined,
    notsentBytes: undefined,
  };
}
