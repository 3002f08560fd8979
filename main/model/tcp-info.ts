/** The part of the kernel's TCP_INFO (linux/tcp.h; Windows SIO_TCP_INFO) that detectors and predictions use. */
export interface TcpInfo {
  /** RFC 9293 state name: `ESTABLISHED`, `CLOSE-WAIT`, `CLOSED`, … */
  readonly state: string;
  readonly rtoMs: number;
  readonly rttMs: number;
  readonly unacked: number;
  readonly notsentBytes: number;
  /** Unanswered keepalive or zero-window probes. */
  readonly probes: number;
  readonly backoff: number;
  readonly retransmits: number;
  readonly lastDataSentMs: number;
  readonly lastDataReceivedMs: number;
  readonly lastAckReceivedMs: number;
  /** The peer's receive window in bytes; null where the kernel does not tell. */
  readonly sendWindowBytes: number | null;
  readonly segmentsOut: number | null;
  readonly segmentsIn: number | null;
}
