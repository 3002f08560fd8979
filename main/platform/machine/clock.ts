import TinyQueue from 'tinyqueue';
import type { Clock } from '#engine/ports.ts';
import { ns } from '#model/time.ts';
import type { Ns } from '#model/time.ts';

/** CLOCK_MONOTONIC as Node reads it: the same clock in every process of this machine. */
export const monotonicNow = (): Ns => ns(Number(process.hrtime.bigint()));

interface Due {
  readonly when: Ns;
  readonly run: () => void;
  cancelled: boolean;
}

/**
 * One timer for all: due times wait in a binary heap.
 * setTimeout may fire up to 1 ms early against hrtime (libuv caches its loop time), so nothing runs before its due time.
 */
export class RealClock implements Clock {
  readonly #queue = new TinyQueue<Due>([], (a, b) => a.when - b.when);
  #timer: NodeJS.Timeout | null = null;
  #armedFor = Infinity;
  #onLateness = (_lateNs: number): void => {};

  now(): Ns {
    return monotonicNow();
  }

  wallTime(): string {
    return new Date().toISOString();
  }

  at(when: Ns, run: () => void): () => void {
    const due: Due = { when, run, cancelled: false };
    this.#queue.push(due);
    this.#arm();
    return () => {
      due.cancelled = true;
      this.#arm();
    };
  }

  /** Calls `handle` with how late each timer ran, in ns. */
  onLateness(handle: (lateNs: number) => void): void {
    this.#onLateness = handle;
  }

  /** The next that is still wanted. A program with nothing left to wait for may end: no timer is kept for the rest. */
  #next(): Due | undefined {
    while (this.#queue.peek()?.cancelled === true) this.#queue.pop();
    return this.#queue.peek();
  }

  #arm(): void {
    const when = this.#next()?.when ?? Infinity;
    if (when === this.#armedFor) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#armedFor = when;
    if (when === Infinity) return;
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, Math.ceil((when - monotonicNow()) / 1e6)));
  }

  #fire(): void {
    for (let due = this.#next(); due !== undefined; due = this.#next()) {
      const late = monotonicNow() - due.when;
      if (late < 0) break;
      this.#queue.pop();
      this.#onLateness(late);
      due.run();
    }
    this.#armedFor = NaN;
    this.#arm();
  }
}

export const createClock = (): RealClock => new RealClock();
