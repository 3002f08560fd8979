/** The part of the kernel's TCP_INFO (linux/tcp.h; Windows SIO_TCP_INFO) that detectors and predictions use. Null: this kernel does not tell. */
export interface TcpInfo {
  /** RFC 9293 state name: `ESTABLISHED`, `CLOSE-WAIT`, `CLOSED`, … */
  readonly state: string;
  readonly rtoMs: number | null;
  readonly rttMs: number;
  readonly unacked: number;
  readonly notsentBytes: number | null;
  /** Unanswered keepalive or zero-window probes. */
  readonly probes: number | null;
  readonly backoff: number | null;
  readonly retransmits: number | null;
  readonly lastDataSentMs: number | null;
  readonly lastDataReceivedMs: number | null;
  readonly lastAckReceivedMs: number | null;
  /** The peer's receive window in bytes. */
  readonly sendWindowBytes: number | null;
  readonly segmentsOut: number | null;
  readonly segmentsIn: number | null;
}

/** Whether data waits for the peer to open its receive window; null when this kernel does not tell. */
export function isWindowClosed({ sendWindowBytes, notsentBytes, unacked }: TcpInfo): boolean | null {
  if (sendWindowBytes === null || notsentBytes === null) return null;
  return sendWindowBytes === 0 && notsentBytes > 0 && unacked === 0;
}
