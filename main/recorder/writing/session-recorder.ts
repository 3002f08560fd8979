/** Keeps what is told of live sessions: batched a few times a second, at once when a session ends. */
import type { Database } from 'better-sqlite3';
import type { LiveRecord } from '#engine/ports.ts';
import type { HalfopenError } from '#model/error.ts';
import type { LiveEvent, RecordedLiveEvent, SessionId, SessionPlan, SessionRow } from '#model/live/live.ts';
import { patienceMs } from '../file/open.ts';
import { beatMs, thisProcess } from '../owners/owner.ts';
import { rescue } from './rescue-file.ts';
import { SessionRows, pastSessions } from './session-rows.ts';
import type { PastQuery, PastSessions } from './session-rows.ts';
import { guarded, troubleOf } from '../file/sqlite-errors.ts';

/** The most that a crash of the process can lose of a session that is open. */
const batchMs = 200;
/** While sessions are watched nobody waits for another process's write: the next batch comes soon enough. */
const hasteMs = 5;
/** What may wait while the disk refuses: about 100 MB. Beyond it single inputs are given up, never what decides. */
const mostWaiting = 200_000;

export class LiveRecorder implements LiveRecord {
  readonly #db: Database;
  readonly #path: string;
  readonly #rows: SessionRows;
  readonly #events: LiveEvent[] = [];
  readonly #concluded = new Map<SessionId, SessionRow>();
  readonly #onWritten = new Set<() => void>();
  #program: number | null = null;
  #heart: NodeJS.Timeout | null = null;
  #timer: NodeJS.Timeout | null = null;
  #soon: NodeJS.Immediate | null = null;
  #trouble: HalfopenError | null = null;
  #givenUp = 0;
  #isClosed = false;
  #rescued: string | null = null;

  constructor(db: Database, path: string) {
    this.#db = db;
    this.#path = path;
    this.#rows = new SessionRows(db);
  }

  /** Why the last attempt to write failed; null when it did not. */
  get trouble(): HalfopenError | null {
    return this.#trouble;
  }

  /** Inputs that were never kept, because too much waited for a disk that refused. */
  get givenUp(): number {
    return this.#givenUp;
  }

  begin(plans: readonly SessionPlan[], openedAt: string): readonly SessionId[] {
    return guarded(this.#path, () => {
      const { program, ids } = this.#db
        .transaction(() => {
          const entered = this.#program ?? this.#rows.enter();
          return { program: entered, ids: plans.map((plan) => this.#rows.begin(plan, openedAt, entered)) };
        })
        .immediate();
      if (this.#program === null && thisProcess().since === null)
        this.#heart = setInterval(() => this.#beat(program), beatMs).unref();
      this.#program = program;
      return ids;
    });
  }

  /** Never throws: what cannot be written now waits in memory. What comes after `close` is not kept. */
  append(events: readonly LiveEvent[]): void {
    if (this.#isClosed) return;
    for (const event of events)
      if (this.#events.length < mostWaiting || event.type !== 'input') this.#events.push(event);
      else this.#givenUp += 1;
    this.#arm();
  }

  /** Durable before the process looks at its next socket: sessions that end together cost one write. */
  conclude(row: SessionRow): void {
    if (this.#isClosed) return;
    this.#concluded.set(row.session, row);
    if (this.#trouble === null) this.#soon ??= setImmediate(() => this.#write(hasteMs));
    else this.#arm();
  }

  /** Writes what waits, and waits for others that write. */
  flush(): void {
    this.#write(patienceMs);
  }

  /** Recorded events after `seq`, in order: all that a view may show. */
  sessionEventsAfter(session: SessionId, seq: number, limit: number): readonly RecordedLiveEvent[] {
    return guarded(this.#path, () => this.#rows.after(session, seq, limit));
  }

  /** Sessions that are over, the latest first. */
  pastSessions(query: PastQuery): PastSessions {
    return guarded(this.#path, () => pastSessions(this.#db, query));
  }

  /** The last row of a session that is over; null for any other. */
  pastSession(session: SessionId): SessionRow | null {
    return guarded(this.#path, () => this.#rows.row(session));
  }

  /** Calls `handle` after every batch that was written; returns how to stop it. */
  onWritten(handle: () => void): () => void {
    this.#onWritten.add(handle);
    return () => void this.#onWritten.delete(handle);
  }

  /**
   * Writes the rest. What could not be written goes to a file of JSON lines.
   * @returns the path of that file, or null when everything is in the database.
   * @throws HalfopenError `nothing-saved` when no place takes it.
   */
  close(): string | null {
    if (this.#isClosed) return this.#rescued;
    this.flush();
    this.#isClosed = true;
    this.#disarm();
    if (this.#heart !== null) clearInterval(this.#heart);
    if (this.#events.length > 0) this.#rescued = rescue(this.#path, 'sessions', this.#events);
    return this.#rescued;
  }

  #write(waitMs: number): void {
    this.#disarm();
    if (this.#isClosed || (this.#events.length === 0 && this.#concluded.size === 0)) return;
    try {
      this.#waitingFor(waitMs, () =>
        this.#db
          .transaction(() => {
            for (const event of this.#events) this.#rows.event(event);
            for (const row of this.#concluded.values()) this.#rows.conclude(row);
          })
          .immediate(),
      );
      this.#events.length = 0;
      this.#concluded.clear();
      this.#trouble = null;
    } catch (error) {
      this.#trouble = troubleOf(error, this.#path);
      return this.#arm();
    }
    for (const handle of this.#onWritten) handle();
  }

  #beat(program: number): void {
    try {
      this.#waitingFor(hasteMs, () => this.#rows.beat(program));
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

  #arm(): void {
    if (!this.#isClosed && this.#db.open) this.#timer ??= setTimeout(() => this.#write(hasteMs), batchMs);
  }

  #disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#timer = null;
    this.#soon = null;
  }
}
