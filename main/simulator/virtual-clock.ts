/**
 * The engine's clock in virtual time. Time goes on by itself as soon as nobody has anything left to do at this instant.
 *
 * The engine waits for promises between instants, so "nothing left to do" is not seen in the queue of callbacks. It is
 * certain when a macrotask begins: by then the platform has run every microtask (HTML 8.1.7.3, Node's event loop).
 * `settle` resolves in one. As nothing here waits for anything but time, that is all there is to wait for.
 */
import type { Clock } from '#engine/ports.ts';
import type { VirtualTime } from '#model/kernel/virtual-time.ts';
import type { Ns } from '#model/time.ts';

export interface VirtualClockParts {
  readonly time: VirtualTime;
  /** Resolves in a later macrotask. */
  readonly settle: () => Promise<void>;
  readonly wallTime: () => string;
}

/** So many callbacks that touch no engine may run between two looks at the rest of the program. */
const stepsInARow = 1000;

export class VirtualClock implements Clock {
  readonly #parts: VirtualClockParts;
  #runs = false;
  #isTouched = false;

  constructor(parts: VirtualClockParts) {
    this.#parts = parts;
  }

  now(): Ns {
    return this.#parts.time.now;
  }

  wallTime(): string {
    return this.#parts.wallTime();
  }

  at(when: Ns, run: () => void): () => void {
    this.start();
    return this.#parts.time.at(when, () => {
      this.touch();
      run();
    });
  }

  /** Says that code of the engine is being called: it may leave promises behind. */
  touch(): void {
    this.#isTouched = true;
  }

  /** Resolves when so much time has passed. */
  wait(until: Ns): Promise<void> {
    return new Promise((resolve) => void this.at(until, resolve));
  }

  start(): void {
    if (this.#runs) return;
    this.#runs = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    do {
      await this.#parts.settle();
      this.#isTouched = false;
    } while (this.#goOn());
    this.#runs = false;
  }

  /** Runs what is due until the engine was called, or long enough; false when nothing is due any more. */
  #goOn(): boolean {
    for (let steps = 0; steps < stepsInARow && !this.#isTouched; steps++) if (!this.#parts.time.step()) return false;
    return true;
  }
}
