/** Keeps what was handed to a recorder on a history thread until that recorder is done with it. */
import { HalfopenError } from '#model/error.ts';
import type { HistoryThread } from './history-thread.ts';

/** A crash of the program loses at most what was appended in this time, and what is on its way to the disk. */
const batchMs = 200;

export class Outbox<Item> {
  readonly #of: string;
  readonly #send: (items: readonly Item[]) => void;
  readonly #onProgress = new Set<() => void>();
  readonly #leave: () => void;
  /** The first ones were sent. */
  #items: Item[] = [];
  #unsentCount = 0;
  #settledBefore = 0;
  #timer: NodeJS.Timeout | null = null;
  #error: HalfopenError | null = null;
  #version = 0;

  /** @param of which recorder of the thread; see `Progress`. */
  constructor(thread: HistoryThread, of: string, send: (items: readonly Item[]) => void) {
    this.#of = of;
    this.#send = send;
    const stopProgress = thread.onProgress(({ of: other, settled, error }) => {
      if (other !== this.#of) return;
      this.#items.splice(0, settled - this.#settledBefore);
      this.#settledBefore = settled;
      this.#error = error === null ? null : new HalfopenError(error);
      this.#changed();
    });
    const stopGone = thread.onGone((why) => {
      this.#error = why;
      this.#changed();
    });
    this.#leave = () => {
      stopProgress();
      stopGone();
    };
  }

  /** Why the last attempt to write failed; null when it succeeded. */
  get error(): HalfopenError | null {
    return this.#error;
  }

  /** What the recorder is not known to have written. */
  get unsettled(): readonly Item[] {
    return this.#items;
  }

  /** Grows with every progress. */
  get version(): number {
    return this.#version;
  }

  /** With `isUrgent` all is sent at once. */
  append(items: readonly Item[], isUrgent: boolean): void {
    this.#items.push(...items);
    this.#unsentCount += items.length;
    if (isUrgent) this.send();
    else this.#timer ??= setTimeout(() => this.send(), batchMs);
  }

  send(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#unsentCount > 0) this.#send(this.#items.slice(-this.#unsentCount));
    this.#unsentCount = 0;
  }

  /** Calls `handle` after each attempt to write; returns how to stop. */
  onProgress(handle: () => void): () => void {
    this.#onProgress.add(handle);
    return () => void this.#onProgress.delete(handle);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#leave();
    this.#onProgress.clear();
  }

  #changed(): void {
    this.#version += 1;
    for (const handle of this.#onProgress) handle();
  }
}
