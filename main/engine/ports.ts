/** All that the engine needs from the world. main/platform implements these on real sockets. */
import type { Endpoint, RunEvent } from '#model/event.ts';
import type { KernelTimer, LiveEvent, SessionId, SessionPlan, SessionRow } from '#model/live/live.ts';
import type { Effective, SocketOptions } from '#model/options.ts';
import type { WirePacket } from '#model/packet/wire.ts';
import type { Kernel } from '#model/prediction.ts';
import type { ResponderBehaviour } from '#model/responder.ts';
import type { HostFacts, RunFigures } from '#model/result/result.ts';
import type { DetectorSettings, Fault, NetworkFault } from '#model/settings.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import type { Instant, Ns } from '#model/time.ts';

export interface Clock {
  /** CLOCK_MONOTONIC; the same origin in every process of this machine. */
  now(): Ns;
  /** ISO 8601, UTC; for labels only. */
  wallTime(): string;
  /** Runs `run` at or just after `when`, never before; returns how to cancel it. */
  at(when: Ns, run: () => void): () => void;
}

/** Options go in when a connection is made: on some systems no one can reach a socket later. */
export interface Transport {
  /** Whether a session can be watched by this detector here. */
  can(detector: DetectorSettings): true | { readonly no: string; readonly fix?: string };
  dial(to: Endpoint, options: SocketOptions, signal: AbortSignal): Promise<Link>;
}

/** What a connection reports, stamped when it was seen. */
export type LinkSignal = { readonly at: Ns } & (
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  | { readonly type: 'eof' }
  | { readonly type: 'failed'; readonly errno: string; readonly syscall: string }
);

/** One end of a TCP connection. A FIN does not close it: half-open is a state to observe. */
export interface Link {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly effective: Effective;
  /** Registers the one listener; signals seen before are delivered at once, in order. */
  onSignal(handle: (signal: LinkSignal) => void): void;
  send(bytes: Uint8Array): void;
  sendUrgent(): void;
  inspect(): TcpInfo | { readonly unsupported: string };
  /** What the kernel has armed for it, to the millisecond; null for nothing, or where the kernel does not tell. */
  armedTimer(): KernelTimer | null;
  /** `fin` is close(2); `rst` aborts. */
  close(how: 'fin' | 'rst'): void;
}

/** How the peer treats one connection. */
export interface PeerBehaviour extends ResponderBehaviour {
  /** False: what arrives stays in its kernel, until the window is closed. */
  readonly reads: boolean;
}

/** A probe server in its own process; lost also when the private network it lives in is. */
export interface Peer {
  readonly pid: number;
  readonly endpoint: Endpoint;
  /** Tells the peer how to treat the connection that comes from `client`; resolves once it has it. */
  expect(client: Endpoint, behaviour: PeerBehaviour): Promise<void>;
  /** Every packet of the connection that comes from `client`, from its SYN on; absent where nothing is captured. */
  readonly watch?: (client: Endpoint, onPacket: (packet: WirePacket) => void) => void;
  /** Packets of its network that could not be captured so far, whosoever they were. */
  readonly lostPackets?: () => number;
  /** Called once, when the process is gone although nobody here ended it. */
  onLost(handle: (reason: string) => void): void;
  /** Ends the process, even a frozen one; that is no loss. */
  end(): void;
}

/** The connections of one trial or live session. */
export interface Links {
  readonly main: Link;
  /** The second one of a dedicated heartbeat. */
  readonly heartbeat: Link | null;
}

/** What a fault is injected into. */
export interface Target extends Links {
  /** Null for a peer that is not ours: faults can reach only our end then. */
  readonly peer: Peer | null;
}

export interface Injection {
  readonly began: Instant;
  /** Ends the fault; resolves to when it ended. Not for faults that cannot be undone. */
  lift(): Promise<Instant>;
}

export interface FaultInjector {
  /** Whether it can be done at all; with `peer` null, to a peer that is not ours. */
  can(fault: Fault, peer?: Peer | null): true | { readonly no: string; readonly fix?: string };
  /** Strikes all targets at one instant: they share a peer. */
  inject(fault: Fault, targets: readonly Target[]): Promise<Injection>;
  /** Ends a fault for some of its targets; one that takes a whole process ends for all of them. */
  lift(fault: Fault, targets: readonly Target[]): Promise<Instant>;
}

/** What is left out is for the lab to choose: its own address, any free port, no delay. */
export interface PeerPlace {
  readonly host?: string;
  readonly port?: number | null;
  readonly pongDelayMs?: number;
  /** On private hosts of its own, made ready for this fault; it chooses host and port. */
  readonly network?: NetworkFault;
  /** Whether the packets of that network are captured. */
  readonly isWatched?: boolean;
}

export interface Lab {
  /** @throws HalfopenError `port-in-use`, `cannot-listen`, `peer-not-started`, `no-private-network`. */
  startPeer(place?: PeerPlace): Promise<Peer>;
  /** Ends every peer and lifts every fault; safe to call twice. */
  close(): Promise<void>;
}

/** What the machine felt while the run went on. */
export interface LoadMeter {
  read(): Promise<
    Pick<RunFigures, 'eventLoopLagP50Ms' | 'eventLoopLagP99Ms' | 'eventLoopLagMaxMs' | 'memoryMiB' | 'peersMemoryMiB'>
  >;
}

/** Seeded; every call advances it. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number;
}

export interface Ports {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly lab: Lab;
  readonly faultInjector: FaultInjector;
  readonly loadMeter: LoadMeter;
  readonly chance: (seed: number) => Chance;
  readonly host: HostFacts;
  readonly kernel: Kernel;
}

/** main/recorder implements it. */
export interface Recorder {
  /** Keeps the events in order; durable within the second, at once when a trial or run ends. */
  append(events: readonly RunEvent[]): void;
}

/** TCP_INFO of many connections by one system call each and no more; null for what does not answer. */
export type ReadTcpInfos = (links: readonly Link[]) => readonly (TcpInfo | null)[];

/** What live sessions leave behind; main/recorder implements it. */
export interface LiveRecord {
  /**
   * Makes room for sessions; a number is never used twice in one history.
   * @throws HalfopenError when the history cannot be written: what is not kept cannot be shown.
   */
  begin(plans: readonly SessionPlan[], openedAt: string): readonly SessionId[];
  /** Keeps the events in order; durable within the second. */
  append(events: readonly LiveEvent[]): void;
  /** The last row of a session that is over; durable at once. */
  conclude(row: SessionRow): void;
}

/** What live sessions need of the world. */
export interface LivePorts extends Pick<Ports, 'clock' | 'transport' | 'lab' | 'faultInjector' | 'kernel'> {
  readonly readTcpInfos: ReadTcpInfos;
}
