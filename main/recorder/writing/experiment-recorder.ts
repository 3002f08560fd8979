import type { Database } from 'better-sqlite3';
import type { Recorder } from '#engine/ports.ts';
import type { HalfopenError } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import { thisProcess } from '../owners/owner.ts';
import type { Owner } from '../owners/owner.ts';
import { BatchWriter } from './batch-writer.ts';
import { ExperimentRows, TrialFollower } from './experiment-rows.ts';
import { experimentHeader } from './rescue-header.ts';

/** What may wait in memory while the database refuses. Beyond it detectors' inputs are dropped. What decides an outcome never is. */
const mostPending = 1_000_000;
/** Events that a crash must not lose. All others wait for the next batch. */
const precious: ReadonlySet<RunEvent['type']> = new Set(['started', 'trial-ended', 'ended']);

/** Records one run of an experiment. */
export class ExperimentRecorder implements Recorder {
  readonly #run: string;
  readonly #rows: ExperimentRows;
  readonly #trials = new TrialFollower();
  readonly #batches: BatchWriter<RunEvent>;

  /** Whether the status of the run is this recorder's to say: until its result is saved. */
  #isGoingOn = true;

  /** @param self this process, for tests another one. */
  constructor(db: Database, path: string, run: string, self: () => Owner = thisProcess) {
    this.#run = run;
    this.#rows = new ExperimentRows(db, self);
    this.#batches = new BatchWriter({
      db,
      path,
      write: (events) => {
        this.#reclaim();
        for (const event of events) this.#write(event);
      },
      rescueLabel: {
        name: run,
        contents: `experiment ${run}`,
        header: ({ length }) => experimentHeader(db, run, length),
      },
      mayDrop: ({ type }, pendingCount) => pendingCount >= mostPending && type === 'input',
    });
    const beat = (): void => {
      this.#reclaim();
      this.#rows.beat(run);
    };
    this.#batches.keepAlive(() => db.transaction(beat).immediate(), self());
  }

  /** Why the last attempt to write failed; null when it succeeded. */
  get writeError(): HalfopenError | null {
    return this.#batches.error;
  }

  /** How many events need no further attempt: they are in the database, or were dropped. */
  get settledCount(): number {
    return this.#batches.writtenCount + this.#batches.droppedCount;
  }

  /** Calls `handle` after every attempt to write; returns how to stop. */
  onAttempt(handle: () => void): () => void {
    return this.#batches.onAttempt(handle);
  }

  /** Whether it still records: until `close`. */
  get isOpen(): boolean {
    return this.#batches.isOpen;
  }

  /** Events that are not in the database yet. */
  get unsaved(): readonly RunEvent[] {
    return this.#batches.pending;
  }

  /** Never throws: events that cannot be written now wait in memory. Ignored after `close`. */
  append(events: readonly RunEvent[]): void {
    this.#batches.append(events, events.some(({ type }) => precious.has(type)) ? 'at-once' : 'next-batch');
  }

  /** Writes what is unsaved, and waits for other processes that write. Does not throw: see `writeError`. */
  flush(): void {
    this.#batches.flush();
  }

  /**
   * Writes the rest. What the database does not take goes to a rescue file, which `history import` reads.
   * @returns the path of that file, or null when everything is in the database.
   * @throws HalfopenError `nothing-saved` when no disk takes the rescue file.
   */
  close(): string | null {
    this.#isGoingOn = false;
    return this.#batches.close();
  }

  /** The result is saved. What is written from now on does not set the run back to running. */
  conclude(): void {
    this.#isGoingOn = false;
  }

  /** Another program takes a run for dead whose machine slept. */
  #reclaim(): void {
    if (this.#isGoingOn) this.#rows.reclaim(this.#run);
  }

  #write(event: RunEvent): void {
    if (event.type === 'started') {
      this.#rows.begin(this.#run, event);
      this.#trials.start(event.plan);
    }
    this.#rows.event(this.#run, event);
    if (event.type === 'fault') this.#trials.fault(event);
    const row = event.type === 'trial-ended' ? this.#trials.ended(event) : null;
    if (row !== null) this.#rows.trial(this.#run, row);
  }
}
