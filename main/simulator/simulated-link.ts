/** Our end of a simulated connection, as an application on Node sees it. */
import type { Connection } from './world.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Link, LinkSignal } from '#engine/ports.ts';
import type { Endpoint } from '#model/event.ts';
import type { SocketUser } from '#model/kernel/tcp-socket.ts';
import type { KernelTimer } from '#model/live/live.ts';
import type { Effective, SocketOptions } from '#model/options.ts';
import { optionCalls } from '#model/platforms/index.ts';
import type { TcpInfo } from '#model/tcp-info.ts';

type Unstamped<S> = S extends unknown ? Omit<S, 'at'> : never;

export class SimulatedLink implements Link, SocketUser {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly effective: Effective;
  readonly #clock: VirtualClock;
  readonly #early: LinkSignal[] = [];
  #handle: ((signal: LinkSignal) => void) | null = null;
  #connection: Connection | null = null;
  #onClose = (): void => {};
  #hasEnded = false;
  #isDestroyed = false;

  constructor(clock: VirtualClock, local: Endpoint, remote: Endpoint, options: SocketOptions) {
    this.#clock = clock;
    this.local = local;
    this.remote = remote;
    this.effective = effectiveOf(options);
  }

  /** Call once, before anybody else has it. */
  join(connection: Connection, onClose: () => void): void {
    this.#connection = connection;
    this.#onClose = onClose;
  }

  get connection(): Connection {
    if (this.#connection === null) throw new Error('not connected');
    return this.#connection;
  }

  onSignal(handle: (signal: LinkSignal) => void): void {
    this.#handle = handle;
    for (const signal of this.#early.splice(0)) handle(signal);
  }

  data(bytes: Uint8Array): void {
    this.#tell({ type: 'data', bytes });
  }

  eof(): void {
    this.#hasEnded = true;
    this.#tell({ type: 'eof' });
  }

  /** After the end of the stream Node reads no more: an error shows only at the next write. */
  failed(errno: string): void {
    if (!this.#hasEnded) this.#fail(errno, 'read');
  }

  send(bytes: Uint8Array): void {
    if (this.#isDestroyed) return;
    if (this.connection.ours.isClosed) this.#clock.at(this.#clock.now(), () => this.#fail('EPIPE', 'write'));
    else this.connection.ours.write(bytes);
  }

  sendUrgent(): void {
    if (!this.#isDestroyed) this.connection.ours.writeUrgent();
  }

  inspect(): TcpInfo {
    return this.connection.ours.info();
  }

  armedTimer(): KernelTimer | null {
    return this.#isDestroyed ? null : this.connection.ours.armedTimer();
  }

  /** Nobody looks at the connection any more: both of its ends are gone, whatever the path would let through. */
  close(): void {
    this.#isDestroyed = true;
    this.#handle = () => {};
    this.connection.ours.vanish();
    this.connection.theirs.vanish();
    this.#onClose();
  }

  #fail(errno: string, syscall: string): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#tell({ type: 'failed', errno, syscall });
  }

  #tell(signal: Unstamped<LinkSignal>): void {
    this.#clock.touch();
    const stamped = { ...signal, at: this.#clock.now() };
    if (this.#handle === null) this.#early.push(stamped);
    else this.#handle(stamped);
  }
}

/** This kernel holds what it is asked for. */
function effectiveOf({ keepalive, userTimeoutMs }: SocketOptions): Effective {
  const calls = optionCalls('linux', true);
  return {
    keepalive: { asked: keepalive, got: keepalive, via: calls.keepalive },
    userTimeoutMs: { asked: userTimeoutMs, got: userTimeoutMs ?? 0, via: calls.userTimeout ?? '' },
  };
}
