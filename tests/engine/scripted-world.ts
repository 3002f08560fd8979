/** The surroundings of a watched connection: dials are answered, signals arrive and time passes when a test says so. */
import type { Clock, Link, LinkSignal, Peer, Transport } from '#engine/ports.ts';
import type { PeerBehaviour } from '#model/peer-behaviour.ts';
import type { Endpoint } from '#model/event.ts';
import { VirtualTime } from '#model/kernel/virtual-time.ts';
import type { SocketOptions } from '#model/options.ts';
import type { Kernel } from '#model/prediction.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { nsOfMs } from '#model/time.ts';
import { info } from '../model/live-story.ts';

type Unstamped<S> = S extends unknown ? Omit<S, 'at'> : never;

export class ScriptedLink implements Link {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly effective = { keepalive: { unsupported: 'scripted' }, userTimeoutMs: { unsupported: 'scripted' } };
  /** How it was closed, in the order of the calls. */
  readonly closed: ('fin' | 'rst')[] = [];
  readonly #time: VirtualTime;
  readonly #arrived: LinkSignal[] = [];
  #handle: ((signal: LinkSignal) => void) | null = null;
  /** What the kernel says of it. */
  info: TcpInfo | { readonly unsupported: string } = info;

  constructor(time: VirtualTime, port: number, remote: Endpoint) {
    this.#time = time;
    this.local = { address: '192.0.2.1', port };
    this.remote = remote;
  }

  onSignal(handle: (signal: LinkSignal) => void): void {
    this.#handle = handle;
    for (const signal of this.#arrived.splice(0)) handle(signal);
  }

  /** The peer, or the kernel, does this now. */
  arrive(signal: Unstamped<LinkSignal>): void {
    const stamped = { ...signal, at: this.#time.now };
    if (this.#handle === null) this.#arrived.push(stamped);
    else this.#handle(stamped);
  }

  inspect(): TcpInfo | { readonly unsupported: string } {
    return this.info;
  }

  close(how: 'fin' | 'rst'): void {
    this.closed.push(how);
  }

  send(): void {}
  sendUrgent(): void {}
  armedTimer(): null {
    return null;
  }
}

export interface ScriptedDial {
  readonly options: SocketOptions;
  readonly signal: AbortSignal;
  connect(): ScriptedLink;
  fail(error: Error): void;
}

export class ScriptedWorld {
  readonly kernel: Kernel = { os: 'linux', hz: 250, retries2: 15 };
  readonly time = new VirtualTime();
  /** In the order in which they were asked for. */
  readonly dials: ScriptedDial[] = [];
  /** What the peer was told, by the port of the connection. */
  readonly expected = new Map<number, PeerBehaviour>();

  readonly clock: Clock = {
    now: () => this.time.now,
    wallTime: () => '2026-11-21T01:00:00.000Z',
    at: (when, run) => this.time.at(when, run),
  };

  readonly transport: Transport = {
    can: () => true,
    dial: (to, options, signal) =>
      new Promise((resolve, reject) => {
        const port = 50_000 + this.dials.length;
        const connect = (): ScriptedLink => {
          const link = new ScriptedLink(this.time, port, to);
          resolve(link);
          return link;
        };
        this.dials.push({ options, signal, connect, fail: reject });
      }),
  };

  readonly peer: Peer = {
    pid: 0,
    endpoint: { address: '192.0.2.2', port: 43_211 },
    expect: async (client, behaviour) => void this.expected.set(client.port, behaviour),
    onLost() {},
    end() {},
  };

  /** Lets time pass, and everything happen that is due until then. */
  pass(ms: number): void {
    let isOver = false;
    this.time.at(nsOfMs(this.time.now / 1e6 + ms), () => {
      isOver = true;
    });
    while (!isOver) this.time.step();
  }

  /** Whether a timer is left. Runs it, if there is one. */
  hasTimer(): boolean {
    return this.time.step();
  }
}
