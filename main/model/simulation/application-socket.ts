/** Our end of a simulated connection, as an application on Node sees it. */
import type { SimulatedSocket, SocketUser } from '../kernel/tcp-socket.ts';

/** What the application is told. */
export type SocketSignal =
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  | { readonly type: 'eof' }
  | { readonly type: 'failed'; readonly errno: string; readonly syscall: string };

export interface ApplicationSocketHooks {
  tell(signal: SocketSignal): void;
  /** Runs it in the event loop's next turn. */
  soon(run: () => void): void;
}

export class ApplicationSocket implements SocketUser {
  readonly #hooks: ApplicationSocketHooks;
  #kernel: SimulatedSocket | null = null;
  #hasEnded = false;
  #isDestroyed = false;

  constructor(hooks: ApplicationSocketHooks) {
    this.#hooks = hooks;
  }

  /** Call once, before anything is sent. */
  join(kernel: SimulatedSocket): void {
    this.#kernel = kernel;
  }

  get kernel(): SimulatedSocket {
    if (this.#kernel === null) throw new Error('not connected');
    return this.#kernel;
  }

  get isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  data(bytes: Uint8Array): void {
    this.#hooks.tell({ type: 'data', bytes });
  }

  eof(): void {
    this.#hasEnded = true;
    this.#hooks.tell({ type: 'eof' });
  }

  /** After the end of the stream Node reads no more: an error shows only at the next write. */
  failed(errno: string): void {
    if (!this.#hasEnded) this.#fail(errno, 'read');
  }

  send(bytes: Uint8Array): void {
    if (this.#isDestroyed) return;
    if (this.kernel.isClosed) this.#hooks.soon(() => this.#fail('EPIPE', 'write'));
    else this.kernel.write(bytes);
  }

  sendUrgent(): void {
    if (!this.#isDestroyed) this.kernel.writeUrgent();
  }

  /** The application looks at it no more. */
  destroy(): void {
    this.#isDestroyed = true;
  }

  #fail(errno: string, syscall: string): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#hooks.tell({ type: 'failed', errno, syscall });
  }
}
