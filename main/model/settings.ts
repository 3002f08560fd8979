/**
 * What can be asked of an experiment, as plain data with units in the names.
 * Files and command lines are parsed into these by main/contract.
 */
import type { KeepaliveOptions } from './options.ts';

/** Reads only: believes what recv() returns (0 = EOF, or an errno). */
export interface EofSettings {
  readonly kind: 'eof';
}

/** Kernel keepalive, optionally with a user timeout beside it. */
export interface KeepaliveSettings extends KeepaliveOptions {
  readonly kind: 'keepalive';
  readonly userTimeoutMs?: number;
}

/** `TCP_USER_TIMEOUT` alone. */
export interface UserTimeoutSettings {
  readonly kind: 'user-timeout';
  readonly timeoutMs: number;
}

/**
 * What puts a PING off. `fresh`: anything received but a PONG to an older PING than the last. `received`: any byte, as the
 * classic client counts. `traffic`: what is written by this end as well, as some message buses did.
 */
export type HeartbeatActivity = 'fresh' | 'received' | 'traffic';

/** Who sends PING: the probe client (where the verdict is reached), the probe server, or both. */
export type HeartbeatFrom = 'client' | 'server' | 'both';
export type FrameFormat = 'classic' | 'compact';

/** PING after `idleMs` without a fresh byte, then every `intervalMs`; dead after `tries` unanswered. */
export interface HeartbeatSettings {
  readonly kind: 'heartbeat' | 'dedicated-heartbeat';
  readonly idleMs: number;
  readonly intervalMs: number;
  readonly tries: number;
  readonly from: HeartbeatFrom;
  readonly frame: FrameFormat;
  /** `fresh` unless it says otherwise. */
  readonly activity?: HeartbeatActivity;
}

/**
 * Polls TCP_INFO. `state` is the naive rule (only the state field); `unacked` is the sound one:
 * something outstanding (`unacked || notsent || probes`) and no acknowledgement for `silenceMs`, not in a zero window.
 */
export type TcpInfoSettings =
  | { readonly kind: 'tcp-info'; readonly rule: 'state'; readonly everyMs: number }
  | { readonly kind: 'tcp-info'; readonly rule: 'unacked'; readonly everyMs: number; readonly silenceMs: number };

/** Sends one urgent byte every `intervalMs` and applies the sound TCP_INFO rule. */
export interface OobSettings {
  readonly kind: 'oob';
  readonly intervalMs: number;
  readonly silenceMs: number;
  readonly everyMs: number;
}

/** Writes every `intervalMs` and believes only errors: EOF alone does not stop it. */
export interface WriteProbeSettings {
  readonly kind: 'write-probe';
  readonly intervalMs: number;
}

/** The classic server's rule: the peer promised a message every `everyMs`; dead after `everyMs + slackMs` of nothing. */
export interface ReceiveDeadlineSettings {
  readonly kind: 'receive-deadline';
  readonly everyMs: number;
  readonly slackMs: number;
}

/**
 * PING every `intervalMs`; dead when phi, the suspicion that the gaps between PONGs so far give this silence, reaches
 * `threshold` (Hayashibara et al., SRDS 2004; Akka's detector has the same settings).
 */
export interface PhiAccrualSettings {
  readonly kind: 'phi-accrual';
  readonly intervalMs: number;
  readonly threshold: number;
  /** Gaps that are remembered. */
  readonly window: number;
  /** Gaps that are all alike would make a millisecond too much look like death. */
  readonly minDeviationMs: number;
  /** Silence that is always acceptable, on top of the mean. */
  readonly pauseMs: number;
  /** Stands for the gaps while none has been seen. */
  readonly firstEstimateMs: number;
}

/** PING every `intervalMs`; dead when `k` of the last `n` were not answered within `slackMs` of their time. */
export interface KOfNSettings {
  readonly kind: 'k-of-n';
  readonly intervalMs: number;
  readonly slackMs: number;
  readonly k: number;
  readonly n: number;
}

/** Asynchronous mode of RFC 5880: both ends send of their own accord, as often as both agree to. */
export interface BfdSettings {
  readonly kind: 'bfd';
  readonly minTxMs: number;
  readonly minRxMs: number;
  readonly peerMinTxMs: number;
  readonly peerMinRxMs: number;
  /** Detect Mult of both ends. */
  readonly multiplier: number;
  /** Of the jitter; the same seed draws the same intervals. */
  readonly seed: number;
}

/**
 * The interval before a PING grows while the path holds (`x factor + stepMs`, up to `maxMs`). A PING that is answered only
 * when repeated ends that: `marginMs` below the longest interval that held. Dead after `tries` unanswered.
 */
export interface LearnedHeartbeatSettings {
  readonly kind: 'learned-heartbeat';
  readonly startMs: number;
  readonly stepMs: number;
  readonly factor: number;
  readonly maxMs: number;
  readonly marginMs: number;
  /** How long an answer may take. */
  readonly timeoutMs: number;
  readonly tries: number;
}

/** Its part in a story: the settings that failed, or those that put it right. A label, nothing more. */
export type Role = 'before' | 'after';

export type DetectorSettings = { readonly role?: Role } & (
  | EofSettings
  | KeepaliveSettings
  | UserTimeoutSettings
  | HeartbeatSettings
  | TcpInfoSettings
  | OobSettings
  | WriteProbeSettings
  | ReceiveDeadlineSettings
  | PhiAccrualSettings
  | KOfNSettings
  | BfdSettings
  | LearnedHeartbeatSettings
);
export type DetectorKind = DetectorSettings['kind'];

/** Which way is cut, seen from the probe client. */
export type Direction = 'both' | 'to-peer' | 'from-peer';

/** What happens to the peer, its process or single connections: any machine can do it to itself. */
export type SocketFault =
  /** Nothing happens: the control. The right answer is silence. */
  | { readonly kind: 'none' }
  /** The peer closes the connection (close(2)): FIN, and RST to what is sent later. */
  | { readonly kind: 'fin' }
  /** The peer shuts its sending side down and goes on reading. */
  | { readonly kind: 'half-close' }
  /** The peer aborts the connection. */
  | { readonly kind: 'rst' }
  /** SIGKILL to the peer process. */
  | { readonly kind: 'kill' }
  /** SIGSTOP to the peer process: its kernel goes on acknowledging. */
  | { readonly kind: 'freeze' }
  /** Packets vanish silently, forever. */
  | { readonly kind: 'blackhole'; readonly direction: Direction }
  /** Packets vanish for `durationMs`, then the path heals. The right answer is silence. */
  | { readonly kind: 'outage'; readonly direction: Direction; readonly durationMs: number }
  /** The peer's host is gone for `downMs` and then knows nothing of the connection. */
  | { readonly kind: 'reboot'; readonly downMs: number }
  /** The peer answers PING only after `delayMs`. It lives, so silence is right, unless so slow `countsAs` dead. */
  | { readonly kind: 'slow-pong'; readonly delayMs: number; readonly countsAs?: 'alive' | 'dead' };

/** What happens to a network: it needs private hosts, and strikes every connection between them. */
export type NetworkFault =
  /** Each packet is lost with this probability, from now on. Below 100 % the peer can be reached: silence is right. */
  | { readonly kind: 'loss'; readonly direction: Direction; readonly percent: number }
  /** An interface goes down: ours, the peer's, or that of the router towards the peer. */
  | { readonly kind: 'link-down'; readonly side: 'own' | 'peer' | 'router' }
  /** The router drops silently, by its routing table, what is for the peer; what the peer sends arrives. */
  | { readonly kind: 'route-blackhole' }
  /** The router refuses every packet and says so by ICMP; as often as Linux does (one a second), or each time. */
  | { readonly kind: 'icmp-unreachable'; readonly reason: 'host' | 'port' | 'admin'; readonly rateLimited: boolean }
  /** From now on the firewall forgets a flow after `afterMs` (whole seconds) without a packet of it. */
  | { readonly kind: 'firewall-forgets'; readonly afterMs: number; readonly reply: 'drop' | 'rst' }
  /** A box between answers every packet by RST. */
  | { readonly kind: 'middlebox-rst' }
  /** The peer's host loses power for `downMs`; another one comes up in its place. */
  | { readonly kind: 'host-reboot'; readonly downMs: number };

export type Fault = SocketFault | NetworkFault;
export type FaultKind = Fault['kind'];

/**
 * What the session does when the fault strikes.
 * `idle`: nothing but what the detector sends. `writing`, `reading`: one data frame every 500 ms, to or from the peer.
 * `in-flight`: idle until t0, when one frame is written that a broken path leaves unacknowledged.
 * `zero-window`: the peer reads nothing, and we have written until its receive window is closed.
 */
export const traffics = ['idle', 'writing', 'reading', 'in-flight', 'zero-window'] as const;
export type Traffic = (typeof traffics)[number];

/** What a live session can do by itself. */
export const liveTraffics = ['idle', 'writing'] as const satisfies readonly Traffic[];
export type LiveTraffic = (typeof liveTraffics)[number];

/** Gap between two data frames of `writing` or `reading` traffic. */
export const writingGapMs = 500;

/** `random`: seeded, uniform in the detector's probe cycle; `fixed`: this long after the last cycle began. */
export type FaultPhase = { readonly kind: 'random' } | { readonly kind: 'fixed'; readonly offsetMs: number };

export interface Expectation {
  /** Any of these narrow the cells it speaks of. */
  readonly detector?: DetectorKind;
  readonly fault?: FaultKind;
  readonly traffic?: Traffic;
  readonly role?: Role;
  readonly metric: 'p50' | 'p95' | 'max' | 'detected' | 'undetected' | 'falseAlarms' | 'survived' | 'withinPrediction';
  readonly comparison: '<=' | '>=' | '<' | '>' | '==';
  /** Milliseconds for p50, p95, max; a share 0..1 for the others. */
  readonly value: number;
  /** The line as written, for reports. */
  readonly text: string;
}

/** One incident in one language. */
export interface StoryText {
  readonly title: string;
  readonly happened: string;
  /** Why nobody noticed. */
  readonly why: string;
  /** Which setting decides. */
  readonly decides: string;
  readonly fix: string;
  /** How the times of the plan compare with those of the incident. */
  readonly scale?: string;
}

/** What an experiment is about: an incident that happened to somebody. */
export interface Story {
  readonly en: StoryText;
  readonly zh?: StoryText;
  /** Addresses of what was written about it. */
  readonly sources: readonly string[];
}

/** A whole experiment: every detector x fault x traffic is a cell, each tried `repeats` times. */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  readonly deadlineMs: number;
  readonly repeats: number;
  readonly phase: FaultPhase;
  readonly seed: number;
  readonly detectors: readonly DetectorSettings[];
  readonly faults: readonly Fault[];
  readonly traffic: readonly Traffic[];
  readonly expect: readonly Expectation[];
  readonly story?: Story;
}
