/** The process of the peer, as far as one connection goes: its responder (main/model/responder.ts) on a simulated socket. */
import { HalfopenError } from '../error.ts';
import type { SimulatedSocket, SocketUser } from '../kernel/tcp-socket.ts';
import type { VirtualTime } from '../kernel/virtual-time.ts';
import { respond, startResponder } from '../responder.ts';
import type { PeerBehaviour } from '../peer-behaviour.ts';
import type { ResponderBehaviour, ResponderInput, ResponderStep, ResponderTimer } from '../responder.ts';
import { FrameDecoder } from '../wire/decoder.ts';
import { encodeFrame } from '../wire/frame.ts';

/** When a process is told that something is due: on time, or later. */
export type ProcessTime = Pick<VirtualTime, 'now' | 'at'>;

export class Responding implements SocketUser {
  readonly #time: ProcessTime;
  readonly #decoder = new FrameDecoder();
  readonly #wakes = new Map<string, () => void>();
  /** How late it answers when no fault makes it later. */
  readonly #usualDelayMs: number;
  #socket: SimulatedSocket | null = null;
  #step: ResponderStep;
  #isOver = false;
  /** What fell due while the process stood still; null while it does not. */
  #frozen: (() => void)[] | null = null;

  constructor(time: ProcessTime, behaviour: ResponderBehaviour) {
    this.#time = time;
    this.#usualDelayMs = behaviour.pongDelayMs;
    this.#step = startResponder(time.now, behaviour);
  }

  join(socket: SimulatedSocket): void {
    this.#socket = socket;
    this.#carryOut();
  }

  /** Without `reads` what arrives stays in its kernel, until the window is closed. */
  expect({ reads, ...behaviour }: PeerBehaviour): void {
    if (!reads) this.#socket?.pause();
    this.#behave(behaviour);
  }

  /** PONGs leave so late from now on; null for as late as usual. */
  delay(pongDelayMs: number | null): void {
    this.#behave({ ...this.#step.state.behaviour, pongDelayMs: pongDelayMs ?? this.#usualDelayMs });
  }

  data(bytes: Uint8Array): void {
    try {
      for (const frame of this.#decoder.push(bytes)) this.#tell({ type: 'received', at: this.#time.now, frame });
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

  /** Its host forgets the connection, and nobody is told. */
  forget(): void {
    this.stop();
    this.#socket?.vanish();
  }

  /** It answers nothing any more. */
  stop(): void {
    this.#isOver = true;
    for (const cancel of this.#wakes.values()) cancel();
    this.#wakes.clear();
  }

  #behave(behaviour: ResponderBehaviour): void {
    this.#tell({ type: 'behave', at: this.#time.now, behaviour });
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
    const ring = (): void => this.#tell({ type: 'woke', at: this.#time.now, timer });
    this.#wakes.get(timer)?.();
    this.#wakes.set(
      timer,
      this.#time.at(at, () => (this.#frozen === null ? ring() : void this.#frozen.push(ring))),
    );
  }
}
