/** A live session: one connection that a person opened, watches and breaks. Told as events, like everything else. */
import type { Input, Verdict, Want } from '../detector.ts';
import type { ErrorDetail } from '../error.ts';
import type { Endpoint } from '../event.ts';
import type { Effective, SocketOptions } from '../options.ts';
import type { Prediction } from '../prediction.ts';
import type { DetectorSettings } from '../detectors/index.ts';
import type { Fault } from '../faults/index.ts';
import type { LiveTraffic } from '../traffic.ts';
import type { TcpInfo } from '../tcp-info.ts';
import type { Instant, Ns } from '../time.ts';

/** A number that is never used twice in one history. */
export type SessionId = number;
/** One of our own probe servers, by its number in this run of the program. */
export type ServerId = number;

/** The timer that the kernel has armed for a socket (`idiag_timer`, linux/inet_diag.h). */
export interface KernelTimer {
  readonly kind: 'retransmit' | 'keepalive' | 'time-wait' | 'zero-window';
  readonly dueAt: Ns;
  /** Probes or retransmissions without an answer so far. */
  readonly retransmits: number;
}

/** How one connection is opened and watched. */
export interface SessionPlan {
  readonly to: Endpoint;
  /** Our own probe server there; null for a peer that is not ours. */
  readonly server: ServerId | null;
  readonly detector: DetectorSettings;
  /** Beside what the detector asks of the kernel. */
  readonly options: SocketOptions;
  readonly traffic: LiveTraffic;
}

/** Why a session is over. */
export type SessionEnd = 'verdict' | 'closed-by-us' | 'not-connected' | 'failed' | 'program-ended';

export type LiveEvent = { readonly session: SessionId; readonly at: Ns } & (
  | { readonly type: 'opened'; readonly plan: SessionPlan; readonly openedAt: string }
  | { readonly type: 'linked'; readonly local: Endpoint; readonly remote: Endpoint; readonly effective: Effective }
  | { readonly type: 'input'; readonly input: Input }
  | { readonly type: 'want'; readonly want: Want }
  /**
   * What the kernel says of the socket, told when it changed, and once more at the end. `readAt`: of a socket that the kernel
   * has closed only the state is new, and the figures are those that were read then.
   */
  | { readonly type: 'kernel'; readonly info: TcpInfo; readonly timer: KernelTimer | null; readonly readAt?: Ns }
  /** `prediction` is made at the strike, before the outcome; null while not connected or without the helper. */
  | {
      readonly type: 'fault';
      readonly fault: Fault;
      readonly began: Instant;
      readonly prediction: Prediction | null;
    }
  | { readonly type: 'healed'; readonly fault: Fault; readonly ended: Instant }
  | {
      readonly type: 'ended';
      readonly how: SessionEnd;
      readonly verdict: Verdict | null;
      /** The instant of the input that led to the verdict. */
      readonly verdictAt: Ns | null;
      readonly error: ErrorDetail | null;
    }
  /** Above a set rate heartbeats are counted per second instead of told one by one. */
  | { readonly type: 'beats'; readonly sent: number; readonly received: number; readonly overMs: number }
);

export interface RecordedLiveEvent {
  readonly seq: number;
  readonly event: LiveEvent;
}

/** `suspect` is a warning that can be taken back; `dead`, `closed`, `ended` and `failed` are final. */
export type SessionState = 'connecting' | 'watching' | 'suspect' | 'dead' | 'closed' | 'ended' | 'failed';

/** What struck a session last, and what came of it. */
export interface Struck {
  readonly fault: Fault;
  readonly began: Instant;
  readonly ended: Instant | null;
  readonly prediction: Prediction | null;
  /** The first sign of life after it ended: what is decided later is not about it. Absent before that. */
  readonly survivedAt?: Ns;
}

/** All that a table shows of a session; times are instants, so that a view can let them tick by itself. */
export interface SessionRow {
  readonly session: SessionId;
  readonly plan: SessionPlan;
  readonly label: string;
  readonly openedAt: string;
  readonly startedAt: Ns;
  readonly state: SessionState;
  readonly local: Endpoint | null;
  readonly remote: Endpoint | null;
  readonly effective: Effective | null;
  /** RFC 9293 state; null while unknown. */
  readonly tcpState: string | null;
  readonly heardAt: Ns | null;
  /** Of the kernel, or else of the detector (its own wake-up). */
  readonly timer: KernelTimer | null;
  readonly wake: { readonly timer: string; readonly dueAt: Ns } | null;
  readonly rttMs: number | null;
  readonly unacked: number | null;
  readonly heartbeatsSent: number;
  /** PINGs since the last sign of life. */
  readonly unanswered: number;
  readonly struck: Struck | null;
  readonly verdict: Verdict | null;
  readonly verdictAt: Ns | null;
  readonly endedAt: Ns | null;
  readonly end: SessionEnd | null;
  readonly error: ErrorDetail | null;
}

/** A probe server of ours, in a process of its own so that it can be frozen and killed. */
export interface ServerRow {
  readonly server: ServerId;
  readonly endpoint: Endpoint;
  readonly pid: number;
  readonly pongDelayMs: number;
  readonly state: 'listening' | 'frozen' | 'gone';
  /** Why it is gone; null while it is not. */
  readonly reason: string | null;
}

/** What would happen if this fault struck at `at`. */
export interface Forecast {
  readonly fault: Fault;
  readonly prediction: Prediction;
}
