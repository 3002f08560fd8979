/** Everything that the helper can do; `wrap.ts` implements it with the addon. */
import type { ConnectionTable } from './connection.ts';
import type { AskedOptions, KernelOptions, Limits, OptionName, Refusal } from './options.ts';
import type { TcpInfo } from './tcp-info.ts';

/** The operating system said no. */
export interface Failure {
  readonly operation: string;
  /** Negative, as in `Error.errno` of Node. */
  readonly errno: number;
  /** `EBADF` for a socket that is gone, `ENOTSUP` for what this system cannot do. */
  readonly code: string;
  /** The option that the kernel refused although its range allows it. */
  readonly option?: OptionName;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** `now` is what the socket has after a failure: what it had before, or null if it cannot be read. */
export type Applied =
  | { readonly ok: true; readonly value: KernelOptions }
  | { readonly ok: false; readonly refusal: Refusal }
  | { readonly ok: false; readonly failure: Failure; readonly now: KernelOptions | null };

/** Bytes in the socket's queues. */
export interface Queues {
  readonly receivedBytes: number;
  /** Written and not yet acknowledged, sent or not. */
  readonly unackedBytes: number;
  /** The part of `unackedBytes` that has never been sent. */
  readonly unsentBytes: number;
}

export interface Readiness {
  readonly readableBytes: number;
  /** The peer's FIN has arrived, behind the readable bytes. */
  readonly eof: boolean;
  /** An error waits for whoever reads next. Its errno cannot be known without taking it away. */
  readonly failed: boolean;
}

/** CLOCK_MONOTONIC just before and just after the system call: the change took effect between the two. */
export interface Span {
  readonly beforeNs: bigint;
  readonly afterNs: bigint;
}

export interface ArmedTimer {
  readonly kind: 'off' | 'retransmit' | 'keepalive' | 'timewait' | 'persist';
  /** When it is next due; the kernel may be late by one granule of its timer wheel. */
  readonly expiresMs: number;
  /** Unanswered retransmissions or probes. */
  readonly retransmits: number;
}

/** Reads timers of sockets that live in the network namespace it was opened in. */
export interface Diag {
  armedTimer(fd: number): Outcome<ArmedTimer>;
  close(): void;
}

/** What this kernel has at all; the calls for the rest answer ENOTSUP (Windows: WSAEOPNOTSUPP). */
export interface Abilities {
  readonly tcpInfo: boolean;
  readonly cutOff: boolean;
  readonly queues: boolean;
  readonly timers: boolean;
  readonly connections: boolean;
}

/** `fd` is always what `fdOf` answered in this very tick; a socket that is gone answers EBADF. */
export interface Native {
  readonly limits: Limits;
  readonly abilities: Abilities;
  /** What this kernel cannot hold exactly, without asking it; null when all of it can be set. */
  refuse(asked: AskedOptions): Refusal | null;
  /** All or nothing: refused before the kernel is asked, undone if the kernel refuses. */
  applyOptions(fd: number, asked: AskedOptions): Applied;
  readOptions(fd: number): Outcome<KernelOptions>;
  tcpInfo(fd: number): Outcome<TcpInfo>;
  /** Fills one slot of `tcpInfoSlotBytes` per descriptor; returns how many could be read. */
  tcpInfoBatch(fds: Int32Array, into: Buffer): number;
  /** Decodes slot `index` of what `tcpInfoBatch` filled. */
  tcpInfoAt(slots: Buffer, index: number): Outcome<TcpInfo>;
  queues(fd: number): Outcome<Queues>;
  /** Never takes a pending error from Node. */
  readiness(fd: number): Outcome<Readiness>;
  /** One byte of TCP urgent data; EPIPE while an error waits. */
  sendOob(fd: number, byte?: number): Outcome<null>;
  /** From now on the kernel drops all that arrives for this connected socket, and acknowledges none of it. */
  cutOff(fd: number): Outcome<Span>;
  restore(fd: number): Outcome<Span>;
  openDiag(): Outcome<Diag>;
  /** Moves this thread into another network namespace; sockets made before stay where they are. */
  enterNetns(where: { readonly pid: number } | { readonly fd: number }): Outcome<null>;
  /** The descriptor of a socket that halfopen-lab offers; ENOENT when it is not (or no longer) on offer, ETIMEDOUT after 1 s. */
  fetch(door: string, ticket: string): Outcome<number>;
  /** The kernel kills this process when its parent ends, even while it is stopped. */
  dieWithParent(): Outcome<null>;
  /** Stops a process of this user, or lets it run again; its kernel goes on acknowledging. */
  suspend(pid: number, suspended: boolean): Outcome<null>;
  /** Every TCP socket of the machine with its owner; ENOTSUP on Linux, where /proc/net and sock_diag tell more. */
  connections(): Outcome<ConnectionTable>;
  /** Where Windows keeps its own programs, whatever the environment says; ENOTSUP elsewhere. */
  systemFolder(): Outcome<string>;
  /** The clock of `process.hrtime.bigint()`. */
  monotonicNs(): bigint;
  realtimeNs(): bigint;
  /** One tick of the kernel's timers, 1/HZ; 0 where it cannot be known. */
  tickNs(): bigint;
  /** The open socket of this thread between two addresses (`127.0.0.1 80`), or -1; only where Node shows no descriptor. */
  locate(local: string, remote: string): number;
}
