/** All that the engine needs from the world. main/platform implements it on real sockets, main/simulator in virtual time. */
import type { Endpoint, RunEvent } from '#model/event.ts';
import type { KernelTimer, LiveEvent, SessionId, SessionPlan, SessionRow } from '#model/live/live.ts';
import type { Effective, SocketOptions } from '#model/options.ts';
import type { WirePacket } from '#model/packet/wire.ts';
import type { Kernel } from '#model/prediction.ts';
import type { PeerBehaviour } from '#model/peer-behaviour.ts';
import type { HostFacts, RunFigures } from '#model/result/result.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
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

/** Connects. The dial takes the socket options, because on some systems nobody can set them later. */
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
  /** The timer that the kernel has armed for it, to the millisecond; null for none, or where the kernel does not tell. */
  armedTimer(): KernelTimer | null;
  /** `fin` is close(2); `rst` aborts. */
  close(how: 'fin' | 'rst'): void;
}

/** A probe server in its own process. It is lost with that process, or with the private network that it is in. */
export interface Peer {
  readonly pid: number;
  readonly endpoint: Endpoint;
  /** Tells the peer how to treat the connection that comes from `client`; resolves when the peer has that connection. */
  expect(client: Endpoint, behaviour: PeerBehaviour): Promise<void>;
  /** Tells every packet of the connection that comes from `client`, from its SYN on; absent where nothing is captured. */
  readonly onPacket?: (client: Endpoint, handle: (packet: WirePacket) => void) => void;
  /** How many packets of its network, of any connection, could not be captured so far. */
  readonly lostPackets?: () => number;
  /** Registers what to call when the process is gone although nobody here ended it. It is called once. */
  onLost(handle: (reason: string) => void): void;
  /** Ends the process, even a frozen one. Nobody is told that it is lost. */
  end(): void;
}

/** The connections of one trial or live session. */
export interface Links {
  readonly main: Link;
  /** The second one of a dedicated heartbeat; null for every other detector. */
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
  /** Whether this machine can inject the fault; with `peer` null, whether it can do so with a peer that is not ours. */
  can(fault: Fault, peer?: Peer | null): true | { readonly no: string; readonly fix?: string };
  /** Into all targets at one instant. They share a peer. */
  inject(fault: Fault, targets: readonly Target[]): Promise<Injection>;
  /** Ends a fault for some of its targets. One that takes a whole process ends for all of them. */
  lift(fault: Fault, targets: readonly Target[]): Promise<Instant>;
}

/** Where a peer listens, and how. The lab chooses what is left out: its own address, any free port, no delay. */
export interface PeerPlace {
  readonly host?: string;
  readonly port?: number | null;
  readonly pongDelayMs?: number;
  /** Puts it on private hosts of its own that are ready for this fault; the lab chooses host and port then. */
  readonly network?: Fault;
  /** Whether the peer is to tell the packets of that network (`Peer.onPacket`). */
  readonly tellsPackets?: boolean;
}

export interface Lab {
  /** @throws HalfopenError `port-in-use`, `cannot-listen`, `peer-not-started`, `no-private-network`. */
  startPeer(place?: PeerPlace): Promise<Peer>;
  /** Ends every peer and lifts every fault; safe to call twice. */
  close(): Promise<void>;
}

/** How busy the machine was during the run. */
export interface LoadMeter {
  read(): Promise<
    Pick<RunFigures, 'eventLoopLagP50Ms' | 'eventLoopLagP99Ms' | 'eventLoopLagMaxMs' | 'memoryMiB' | 'peersMemoryMiB'>
  >;
}

/** Random numbers from a seed: the same seed gives the same numbers. */
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

/** Where a run is recorded; main/host implements it. */
export interface Recorder {
  /** Keeps the events in order; durable within the second, as soon as the disk has it when a trial or run ends. Never waits. */
  append(events: readonly RunEvent[]): void;
}

/** TCP_INFO of many connections, by not more than one system call for each; null for one that does not answer. */
export type ReadTcpInfos = (links: readonly Link[]) => readonly (TcpInfo | null)[];

/** Where live sessions are recorded; main/host implements it. */
export interface LiveRecord {
  /**
   * Makes room for sessions; a number is never used twice in one history.
   * @throws HalfopenError when the history cannot be written: what is not recorded cannot be shown.
   */
  begin(plans: readonly SessionPlan[], openedAt: string): Promise<readonly SessionId[]>;
  /** Keeps the events in order; durable within the second. Never waits. */
  append(events: readonly LiveEvent[]): void;
  /** Keeps the final row of a session that is over; written before anything that is told later. */
  conclude(row: SessionRow): void;
}

/** What live sessions need of the world. */
export interface LivePorts extends Pick<Ports, 'clock' | 'transport' | 'lab' | 'faultInjector' | 'kernel'> {
  readonly readTcpInfos: ReadTcpInfos;
}
