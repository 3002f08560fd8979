import type { Socket } from 'node:net';

export interface StrangerLimits {
  readonly most: number;
  /** How long each may be one. */
  readonly longestMs: number;
}

/**
 * Connections that have not shown the token: a page that is loading, a view that is about to connect, or anybody. Few
 * are held at once, and none for long. When there are too many, the one that came first makes room: so idle ones keep
 * nobody out.
 */
export class Strangers {
  readonly #limits: StrangerLimits;
  /** In the order in which they came. */
  readonly #timers = new Map<Socket, NodeJS.Timeout>();

  constructor(limits: StrangerLimits) {
    this.#limits = limits;
  }

  add(socket: Socket): void {
    const letGo = setTimeout(() => socket.destroy(), this.#limits.longestMs);
    this.#timers.set(socket, letGo);
    socket.once('close', () => this.forget(socket));
    const [first] = this.#timers.keys();
    if (this.#timers.size > this.#limits.most) first?.destroy();
  }

  /** It has shown the token, or is closed. */
  forget(socket: Socket): void {
    clearTimeout(this.#timers.get(socket));
    this.#timers.delete(socket);
  }

  end(): void {
    for (const socket of this.#timers.keys()) socket.destroy();
  }
}
