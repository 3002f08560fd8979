import type { TcpInfo } from '#model/tcp-info.ts';
import type { TcpInfo as KernelTcpInfo } from '#native';

/** The helper's reading in the units of the model. */
export const toTcpInfo = (info: KernelTcpInfo): TcpInfo => ({
  state: info.state,
  rtoMs: info.rtoUs === undefined ? null : info.rtoUs / 1000,
  rttMs: info.rttUs / 1000,
  unacked: info.unacked,
  notsentBytes: info.notsentBytes ?? null,
  probes: info.probes ?? null,
  backoff: info.backoff ?? null,
  retransmits: info.retransmits ?? null,
  lastDataSentMs: info.lastDataSentMs ?? null,
  lastDataReceivedMs: info.lastDataRecvMs ?? null,
  lastAckReceivedMs: info.lastAckRecvMs ?? null,
  sendWindowBytes: info.sndWnd ?? null,
  segmentsOut: info.segsOut ?? null,
  segmentsIn: info.segsIn ?? null,
});
