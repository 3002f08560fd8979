/** The probe server of a simulation: a responder for each connection, in a process that faults can strike. */
import type { Peer } from '#engine/ports.ts';
import type { PeerBehaviour } from '#model/peer-behaviour.ts';
import type { Endpoint } from '#model/event.ts';
import type { VirtualTime } from '#model/kernel/virtual-time.ts';
import { quietly } from '#model/responder.ts';
import { Responding } from '#model/simulation/responding.ts';

export class SimulatedPeer implements Peer {
  readonly pid = 0;
  readonly endpoint: Endpoint;
  readonly #time: VirtualTime;
  readonly #pongDelayMs: number;
  readonly #served = new Map<number, Responding>();

  /** @param pongDelayMs how late it answers every PING when no fault makes it later */
  constructor(time: VirtualTime, endpoint: Endpoint, pongDelayMs: number) {
    this.#time = time;
    this.endpoint = endpoint;
    this.#pongDelayMs = pongDelayMs;
  }

  /** A connection from `client`; `join` gives its socket. */
  accept(client: Endpoint): Responding {
    const responding = new Responding(this.#time, { ...quietly, pongDelayMs: this.#pongDelayMs });
    this.#served.set(client.port, responding);
    return responding;
  }

  async expect(client: Endpoint, behaviour: PeerBehaviour): Promise<void> {
    this.#served.get(client.port)?.expect(behaviour);
  }

  /** Nothing ends a simulated process from outside. */
  onLost(): void {}

  end(): void {
    for (const responding of this.#served.values()) responding.close();
  }

  /** All that its process serves. */
  get serving(): readonly Responding[] {
    return [...this.#served.values()];
  }

  /** The connection from `client` is over. */
  forget(client: Endpoint): void {
    this.#served.get(client.port)?.stop();
    this.#served.delete(client.port);
  }
}
