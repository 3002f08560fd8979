/** The probe server of a simulation: a responder for each connection, and a process that can be frozen or killed. */
import type { Connection, World } from './world.ts';
import type { Peer, PeerBehaviour } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import type { SimulatedSocket, SocketUser } from '#model/kernel/tcp-socket.ts';
import { quietly, respond, startResponder } from '#model/responder.ts';
import type { ResponderBehaviour, ResponderInput, ResponderStep, ResponderTimer } from '#model/responder.ts';
import { FrameDecoder } from '#model/wire/decoder.ts';
import { encodeFrame } from '#model/wire/frame.ts';

export class SimulatedPeer implements Peer {
  readonly pid = 0;
  readonly endpoint: Endpoint;
  readonly #world: World;
  readonly #pongDelayMs: number;
  readonly #served = new Map<number, Responding>();

  constructor(world: World, endpoint: Endpoint, pongDelayMs: number) {
    this.#world = world;
    this.endpoint = endpoint;
    this.#pongDelayMs = pongDelayMs;
  }

  /** How late it answers every PING when no fault makes it later. */
  get pongDelayMs(): number {
    return this.#pongDelayMs;
  }

  /** A connection from `client`; `join` gives its socket. */
  accept(client: Endpoint): Responding {
    const responding = new Responding(this.#world, { ...quietly, pongDelayMs: this.#pongDelayMs });
    this.#served.set(client.port, responding);
    return responding;
  }

  async expect(client: Endpoint, behaviour: PeerBehaviour): Promise<void> {
    this.#served.get(client.port)?.expect(behaviour);
  }

  /** Nothing ends a simulated process from outside. */
  onLost(): void {}

  end(): void {
    this.kill();
  }

  kill(): void {
    for (const responding of this.#served.values()) responding.close();
  }

  freeze(): void {
    for (const responding of this.#served.values()) responding.freeze();
  }

  thaw(): void {
    for (const responding of this.#served.values()) responding.thaw();
  }

  /** What serves this connection. */
  serving({ client }: Pick<Connection, 'client'>): Responding {
    const responding = this.#served.get(client.port);
    if (responding === undefined) throw new Error(`no connection from port ${client.port}`);
    return responding;
  }

  forget({ client }: Pick<Connection, 'client'>): void {
    this.#served.get(client.port)?.stop();
    this.#served.delete(client.port);
  }
}

/** The responder of one connection (main/model/responder.ts) on its simulated socket. */
export class Responding implements SocketUser {
  readonly #world: World;
  readonly #decoder = new FrameDecoder();
  readonly #wakes = new Map<string, () => void>();
  #socket: SimulatedSocket | null = null;
  #step: ResponderStep;
  #isOver = false;
  /** What fell due while the process stood still; null while it does not. */
  #frozen: (() => void)[] | null = null;

  constructor(world: World, behaviour: ResponderBehaviour) {
    this.#world = world;
    this.#step = startResponder(world.time.now, behaviour);
  }

  join(socket: SimulatedSocket): void {
    this.#socket = socket;
    this.#carryOut();
  }

  /** Without `reads` what arrives stays in its kernel, until the window is closed. */
  expect({ reads, ...behaviour }: PeerBehaviour): void {
    if (!reads) this.#socket?.pause();
    this.behave(behaviour);
  }

  behave(behaviour: ResponderBehaviour): void {
    this.#tell({ type: 'behave', at: this.#world.time.now, behaviour });
  }

  /** PONGs leave so late from now on. */
  delay(pongDelayMs: number): void {
    this.behave({ ...this.#step.state.behaviour, pongDelayMs });
  }

  data(bytes: Uint8Array): void {
    try {
      for (const frame of this.#decoder.push(bytes)) this.#tell({ type: 'received', at: this.#world.time.now, frame });
    } catch (error) {
      if (!(error instanceof HalfopenError)) throw error;
      // The urgent byte behind the garbage was never read, and close(2) with unread data is an RST.
      this.stop();
      this.#socket?.reset();
    }
  }

  eof(): void {
    this.#socket?.shutdown();
  }

  failed(): void {
    this.stop();
  }

  close(): void {
    this.stop();
    this.#socket?.close();
  }

  reset(): void {
    this.stop();
    this.#socket?.reset();
  }

  halfClose(): void {
    this.#socket?.shutdown();
  }

  freeze(): void {
    this.#frozen ??= [];
    this.#socket?.pause();
  }

  thaw(): void {
    const due = this.#frozen ?? [];
    this.#frozen = null;
    this.#socket?.resume();
    for (const run of due) run();
  }

  /** It answers nothing any more. */
  stop(): void {
    this.#isOver = true;
    for (const cancel of this.#wakes.values()) cancel();
    this.#wakes.clear();
  }

  #tell(input: ResponderInput): void {
    if (this.#isOver) return;
    this.#step = respond(this.#step.state, input);
    this.#carryOut();
  }

  #carryOut(): void {
    for (const want of this.#step.wants)
      if (want.type === 'send') this.#socket?.write(encodeFrame(want.frame));
      else this.#wake(want.timer, want.at);
  }

  #wake(timer: ResponderTimer, at: ResponderInput['at']): void {
    const { time } = this.#world;
    const ring = (): void => this.#tell({ type: 'woke', at: time.now, timer });
    this.#wakes.get(timer)?.();
    this.#wakes.set(
      timer,
      time.at(at, () => (this.#frozen === null ? ring() : void this.#frozen.push(ring))),
    );
  }
}
