/** The wire without a transport: two ends in one process. Values are cloned, as any other wire would. */
import type { Message, Wire } from './wire.ts';

/** @param defer runs work later, in order: `queueMicrotask` where there is one */
export function wirePair(defer: (work: () => void) => void): readonly [Wire, Wire] {
  const ends = [new End(defer), new End(defer)] as const;
  ends[0].other = ends[1];
  ends[1].other = ends[0];
  return ends;
}

class End implements Wire {
  other: End | null = null;
  readonly #defer: (work: () => void) => void;
  readonly #early: unknown[] = [];
  #handle: (message: unknown) => void = (message) => void this.#early.push(message);
  readonly #closeHandlers: ((why: string) => void)[] = [];
  #closed: string | null = null;

  constructor(defer: (work: () => void) => void) {
    this.#defer = defer;
  }

  post(message: Message): void {
    if (this.#closed !== null) return;
    const text = JSON.stringify(message);
    this.#defer(() => this.other?.take(JSON.parse(text)));
  }

  take(message: unknown): void {
    if (this.#closed === null) this.#handle(message);
  }

  onMessage(handle: (message: unknown) => void): void {
    this.#handle = handle;
    for (const message of this.#early.splice(0)) handle(message);
  }

  onClose(handle: (why: string) => void): void {
    if (this.#closed === null) this.#closeHandlers.push(handle);
    else handle(this.#closed);
  }

  close(why: string): void {
    if (this.#closed !== null) return;
    this.#closed = why;
    for (const handle of this.#closeHandlers) handle(why);
    this.#defer(() => this.other?.close(why));
  }
}
