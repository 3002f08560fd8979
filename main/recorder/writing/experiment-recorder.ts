/** Keeps what is told: batched a few times a second, at once when a trial or the run ends. */
import type { Database } from 'better-sqlite3';
import type { Recorder } from '#engine/ports.ts';
import type { HalfopenError } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import { patienceMs } from '../file/open.ts';
import { beatMs, thisProcess } from '../owners/owner.ts';
import { rescue } from './rescue-file.ts';
import { Rows, TrialFollower } from './experiment-rows.ts';
import { troubleOf } from '../file/sqlite-errors.ts';

/** The most that a crash of the process can lose: events between the ends of trials. */
const batchMs = 200;
/** Never lost once told: written before `append` returns. In WAL mode that is a tenth of a millisecond. */
const precious: ReadonlySet<RunEvent['type']> = new Set(['started', 'trial-ended', 'ended']);
/** While something is measured nobody waits for another process's write: the next batch comes soon enough. */
const hasteMs = 5;

export class RunRecorder implements Recorder {
  readonly #db: Database;
  readonly #path: string;
  readonly #run: string;
  readonly #rows: Rows;
  readonly #trials = new TrialFollower();
  readonly #waiting: RunEvent[] = [];
  #heart: NodeJS.Timeout | null = null;
  #timer: NodeJS.Timeout | null = null;
  #trouble: HalfopenError | null = null;
  #isClosed = false;
  #rescued: string | null = null;

  constructor(db: Database, path: string, run: string) {
    this.#db = db;
    this.#path = path;
    this.#run = run;
    this.#rows = new Rows(db);
    if (thisProcess().since === null) this.#heart = setInterval(() => this.#beat(), beatMs).unref();
  }

  /** Why the last attempt to write failed; null when it did not. */
  get trouble(): HalfopenError | null {
    return this.#trouble;
  }

  /** Told, but not in the database yet. */
  get unsaved(): readonly RunEvent[] {
    return this.#waiting;
  }

  /** Never throws: what cannot be written now waits in memory. What comes after `close` is not kept. */
  append(events: readonly RunEvent[]): void {
    if (this.#isClosed) return;
    for (const event of events) this.#waiting.push(event);
    const isPrecious = events.some(({ type }) => precious.has(type));
    // While the disk refuses, trying at every event would only slow the measurement.
    if (isPrecious && this.#trouble === null) this.#write(hasteMs);
    else this.#arm();
  }

  /** Writes what waits, and waits for others that write. What the database refuses is kept: see `trouble`. */
  flush(): void {
    this.#write(patienceMs);
  }

  /**
   * Writes the rest. What could not be written goes to a recovery file that `history import` reads.
   * @returns the path of that file, or null when everything is in the database.
   * @throws HalfopenError `nothing-saved` when no place takes it.
   */
  close(): string | null {
    if (this.#isClosed) return this.#rescued;
    this.#isClosed = true;
    if (this.#heart !== null) clearInterval(this.#heart);
    this.flush();
    if (this.#waiting.length > 0) this.#rescued = rescue(this.#path, this.#run, this.#waiting);
    return this.#rescued;
  }

  #write(waitMs: number): void {
    this.#disarm();
    if (this.#waiting.length === 0) return;
    try {
      this.#waitingFor(waitMs, () =>
        this.#db.transaction(() => this.#waiting.forEach((event) => this.#keep(event))).immediate(),
      );
      this.#waiting.length = 0;
      this.#trouble = null;
    } catch (error) {
      this.#trouble = troubleOf(error, this.#path);
      this.#arm();
    }
  }

  #beat(): void {
    try {
      this.#waitingFor(hasteMs, () => this.#rows.beat(this.#run));
    } catch {
      // The next one will do.
    }
  }

  /** Others that write are waited for this long. */
  #waitingFor(waitMs: number, work: () => void): void {
    this.#db.pragma(`busy_timeout = ${waitMs}`);
    try {
      work();
    } finally {
      this.#db.pragma(`busy_timeout = ${patienceMs}`);
    }
  }

  #keep(event: RunEvent): void {
    if (event.type === 'started') {
      this.#rows.begin(this.#run, event);
      this.#trials.start(event.plan);
    }
    this.#rows.event(this.#run, event);
    if (event.type === 'fault') this.#trials.struck(event);
    const row = event.type === 'trial-ended' ? this.#trials.ended(event) : null;
    if (row !== null) this.#rows.trial(this.#run, row);
  }

  #arm(): void {
    if (!this.#isClosed && this.#db.open) this.#timer ??= setTimeout(() => this.#write(hasteMs), batchMs);
  }

  #disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
