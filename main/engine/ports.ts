/** All that the engine needs from the world. main/platform implements these on real sockets. */
import type { Endpoint, RunEvent } from '#model/event.ts';
import type { Effective, SocketOptions } from '#model/options.ts';
import type { Kernel } from '#model/prediction.ts';
import type { HostFacts, RunFigures } from '#model/result.ts';
import type { DetectorSettings, Fault } from '#model/settings.ts';
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
  /** `fin` is close(2); `rst` aborts. */
  close(how: 'fin' | 'rst'): void;
}

/** How the peer treats one connection. */
export interface PeerBehaviour {
  readonly pongDelayMs: number;
  /** It sends a PING of its own accord this often; null for never. */
  readonly beatEveryMs: number | null;
}

/** A probe server in its own process. */
export interface Peer {
  readonly pid: number;
  readonly endpoint: Endpoint;
  /** Tells the peer how to treat the connection that comes from `client`; resolves once it has it. */
  expect(client: Endpoint, behaviour: PeerBehaviour): Promise<void>;
  /** Called once, when the process is gone although nobody here ended it. */
  onLost(handle: (reason: string) => void): void;
}

/** The connections of one trial that a fault strikes. */
export interface Target {
  readonly peer: Peer;
  readonly main: Link;
  readonly heartbeat: Link | null;
}

export interface Injection {
  readonly began: Instant;
  /** Ends the fault; resolves to when it ended. Not for faults that cannot be undone. */
  lift(): Promise<Instant>;
}

export interface Saboteur {
  can(fault: Fault): true | { readonly no: string; readonly fix?: string };
  /** Strikes all targets at one instant: they share a peer when the fault takes the whole process. */
  inject(fault: Fault, targets: readonly Target[]): Promise<Injection>;
}

export interface Lab {
  startPeer(): Promise<Peer>;
  /** Ends every peer and lifts every fault; safe to call twice. */
  close(): Promise<void>;
}

/** What the machine felt while the run went on. */
export interface Gauge {
  read(): Promise<Pick<RunFigures, 'eventLoopLagP50Ms' | 'eventLoopLagP99Ms' | 'memoryMiB' | 'peersMemoryMiB'>>;
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
  readonly saboteur: Saboteur;
  readonly gauge: Gauge;
  readonly chance: (seed: number) => Chance;
  readonly host: HostFacts;
  readonly kernel: Kernel;
}

/** main/recorder implements it. */
export interface Recorder {
  /** Keeps the events in order; durable within the second, at once when a trial or run ends. */
  append(events: readonly RunEvent[]): void;
}
