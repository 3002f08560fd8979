/**
 * Buffers items and writes them to the history in batches, a transaction each. A recorder says what an item becomes
 * and how long it may wait. This class decides when to write, and what happens while the database is busy or full.
 */
import type { Database } from 'better-sqlite3';
import type { HalfopenError } from '#model/error.ts';
import { briefBusyTimeoutMs, busyTimeoutMs, withBusyTimeout } from '../file/busy-timeout.ts';
import { toHalfopenError } from '../file/sqlite-errors.ts';
import { startHeartbeat } from '../owners/heartbeat.ts';
import { thisProcess } from '../owners/owner.ts';
import type { Owner } from '../owners/owner.ts';
import { writeRescueFile } from './rescue-file.ts';
import type { RescueLabel } from './rescue-file.ts';

/** A crash of the process loses at most what was appended in this time. */
const batchMs = 200;
/** While the database refuses, attempts become rarer, up to this. */
const rarestAttemptMs = 5000;
/** A transaction holds the lock that other programs wait for, so a backlog is written in several. */
const mostPerTransaction = 5000;

/**
 * When an item is written: with the next batch, at the end of this turn of the event loop (so that items that come
 * together cost one transaction, and one wait for the disk), or before `append` returns.
 */
export type Urgency = 'next-batch' | 'this-turn' | 'at-once';

export interface BatchWriterOptions<Item> {
  readonly db: Database;
  /** The file of `db`. */
  readonly path: string;
  /** Writes items in their order. Runs in a transaction; when that fails, it runs again later for the same items. */
  readonly write: (items: readonly Item[]) => void;
  readonly rescueLabel: RescueLabel<Item>;
  /** Whether a rescue file needs the item. By default it needs every item. */
  readonly isRescued?: (item: Item) => boolean;
  /** Whether an item may be dropped when so many wait already. By default nothing is dropped. */
  readonly mayDrop?: (item: Item, pendingCount: number) => boolean;
}

export class BatchWriter<Item> {
  readonly #options: BatchWriterOptions<Item>;
  readonly #pending: Item[] = [];
  readonly #onAttempt = new Set<() => void>();
  #stopHeartbeat = (): void => {};
  #timer: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;
  #error: HalfopenError | null = null;
  #writtenCount = 0;
  #droppedCount = 0;
  #attemptMs = batchMs;
  #isClosed = false;
  /** Null when none was needed; undefined until that is known. */
  #rescueFile: string | null | undefined = undefined;

  constructor(options: BatchWriterOptions<Item>) {
    this.#options = options;
  }

  /** Why the last attempt to write failed; null when it succeeded. */
  get error(): HalfopenError | null {
    return this.#error;
  }

  /** Until `close`. */
  get isOpen(): boolean {
    return !this.#isClosed;
  }

  /** Items that were appended and are not in the database yet. */
  get pending(): readonly Item[] {
    return this.#pending;
  }

  /** How many items are in the database. */
  get writtenCount(): number {
    return this.#writtenCount;
  }

  /** How many items were dropped; see `mayDrop`. */
  get droppedCount(): number {
    return this.#droppedCount;
  }

  /** Never throws: items that cannot be written stay in memory and are tried again. Ignored after `close`. */
  append(items: readonly Item[], urgency: Urgency = 'next-batch'): void {
    if (this.#isClosed) return;
    const { mayDrop } = this.#options;
    for (const item of items)
      if (mayDrop?.(item, this.#pending.length) === true) this.#droppedCount += 1;
      else this.#pending.push(item);
    // While the database refuses to write, an attempt for every item would only slow the measurement down.
    if (urgency === 'next-batch' || this.#error !== null) this.#schedule();
    else if (urgency === 'at-once') this.#writePending(briefBusyTimeoutMs);
    else this.#immediate ??= setImmediate(() => this.#writePending(briefBusyTimeoutMs));
  }

  /** Writes what is pending, and waits so long for other processes that write. Does not throw: see `error`. */
  flush(waitMs = busyTimeoutMs): void {
    this.#writePending(waitMs);
  }

  /** Calls `handle` after every attempt to write, whether it succeeded or not; returns how to stop. */
  onAttempt(handle: () => void): () => void {
    this.#onAttempt.add(handle);
    return () => void this.#onAttempt.delete(handle);
  }

  /** Keeps the owner's heartbeat in the history up to date until `close`, if that owner needs one. */
  keepAlive(beat: () => void, owner: Owner = thisProcess()): void {
    this.#stopHeartbeat = startHeartbeat(this.#options.db, beat, owner);
  }

  /**
   * Flushes. What could not be written goes to a rescue file.
   * @returns the path of that file, or null when everything is in the database; the same when it is called again.
   * @throws HalfopenError `nothing-saved` when no disk takes the rescue file. The next call tries again.
   */
  close(): string | null {
    if (!this.#isClosed) {
      this.flush();
      this.#isClosed = true;
      this.#unschedule();
      this.#stopHeartbeat();
    }
    if (this.#rescueFile === undefined) this.#rescueFile = this.#rescue();
    return this.#rescueFile;
  }

  #rescue(): string | null {
    const { path, rescueLabel, isRescued = () => true } = this.#options;
    const rescued = this.#pending.filter(isRescued);
    return rescued.length === 0 ? null : writeRescueFile(path, rescueLabel, rescued);
  }

  /** All that is pending, or until an attempt fails. */
  #writePending(timeoutMs: number): void {
    this.#unschedule();
    if (this.#isClosed || this.#pending.length === 0) return;
    while (this.#pending.length > 0 && this.#writeSome(timeoutMs));
    if (this.#error !== null) this.#schedule();
    for (const handle of this.#onAttempt) handle();
  }

  /** One transaction. False when it failed. */
  #writeSome(timeoutMs: number): boolean {
    const { db, path, write } = this.#options;
    const some = this.#pending.slice(0, mostPerTransaction);
    try {
      withBusyTimeout(db, timeoutMs, () => db.transaction(() => write(some)).immediate());
    } catch (error) {
      this.#error = toHalfopenError(error, path);
      this.#attemptMs = Math.min(this.#attemptMs * 2, rarestAttemptMs);
      return false;
    }
    this.#pending.splice(0, some.length);
    this.#writtenCount += some.length;
    this.#error = null;
    this.#attemptMs = batchMs;
    return true;
  }

  #schedule(): void {
    if (!this.#isClosed && this.#options.db.open)
      this.#timer ??= setTimeout(() => this.#writePending(briefBusyTimeoutMs), this.#attemptMs);
  }

  #unschedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    this.#timer = null;
    this.#immediate = null;
  }
}
