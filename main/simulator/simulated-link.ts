/** Our end of a simulated connection, as the engine sees it. */
import type { VirtualClock } from './virtual-clock.ts';
import type { Link, LinkSignal } from '#engine/ports.ts';
import type { Endpoint } from '#model/event.ts';
import type { KernelTimer } from '#model/live/live.ts';
import type { Effective, SocketOptions } from '#model/options.ts';
import { optionCalls } from '#model/platforms/index.ts';
import { ApplicationSocket } from '#model/simulation/application-socket.ts';
import type { SocketSignal } from '#model/simulation/application-socket.ts';
import type { Served } from '#model/simulation/strike.ts';
import type { TcpInfo } from '#model/tcp-info.ts';

export class SimulatedLink implements Link {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly effective: Effective;
  readonly socket: ApplicationSocket;
  readonly #clock: VirtualClock;
  readonly #early: LinkSignal[] = [];
  #handle: ((signal: LinkSignal) => void) | null = null;
  #served: Served | null = null;
  #onClose = (): void => {};

  constructor(clock: VirtualClock, local: Endpoint, remote: Endpoint, options: SocketOptions) {
    this.#clock = clock;
    this.local = local;
    this.remote = remote;
    this.effective = effectiveOf(options);
    this.socket = new ApplicationSocket({
      tell: (signal) => this.#tell(signal),
      soon: (run) => void clock.at(clock.now(), run),
    });
  }

  /** Call once, before anybody else has it. */
  join(served: Served, onClose: () => void): void {
    this.#served = served;
    this.socket.join(served.connection.ours);
    this.#onClose = onClose;
  }

  get served(): Served {
    if (this.#served === null) throw new Error('not connected');
    return this.#served;
  }

  onSignal(handle: (signal: LinkSignal) => void): void {
    this.#handle = handle;
    for (const signal of this.#early.splice(0)) handle(signal);
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  sendUrgent(): void {
    this.socket.sendUrgent();
  }

  inspect(): TcpInfo {
    return this.socket.kernel.info();
  }

  armedTimer(): KernelTimer | null {
    return this.socket.isDestroyed ? null : this.socket.kernel.armedTimer();
  }

  /** Nobody looks at the connection any more: both of its ends are gone, whatever the path would let through. */
  close(): void {
    const { ours, theirs } = this.served.connection;
    this.socket.destroy();
    this.#handle = () => {};
    ours.vanish();
    theirs.vanish();
    this.#onClose();
  }

  #tell(signal: SocketSignal): void {
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
