import type { TcpInfo } from '#model/tcp-info.ts';
import type { TcpInfo as KernelTcpInfo } from '#native';

/** The helper's reading in the units of the model. */
export const toTcpInfo = (info: KernelTcpInfo): TcpInfo => ({
  state: info.state,
  rtoMs: info.rtoUs / 1000,
  rttMs: info.rttUs / 1000,
  unacked: info.unacked,
  notsentBytes: info.notsentBytes ?? 0,
  probes: info.probes,
  backoff: info.backoff,
  retransmits: info.retransmits,
  lastDataSentMs: info.lastDataSentMs,
  lastDataReceivedMs: info.lastDataRecvMs,
  lastAckReceivedMs: info.lastAckRecvMs,
  sendWindowBytes: info.sndWnd ?? null,
  segmentsOut: info.segsOut ?? null,
  segmentsIn: info.segsIn ?? null,
});
