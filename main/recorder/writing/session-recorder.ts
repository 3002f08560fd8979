import type { Database } from 'better-sqlite3';
import type { HalfopenError } from '#model/error.ts';
import type { LiveEvent, RecordedLiveEvent, SessionId, SessionPlan, SessionRow } from '#model/live/live.ts';
import { explainingErrors } from '../file/sqlite-errors.ts';
import { thisProcess } from '../owners/owner.ts';
import type { Owner } from '../owners/owner.ts';
import { ProgramRows } from '../owners/program-rows.ts';
import type { ProgramId } from '../owners/program-rows.ts';
import { SessionReader } from '../reading/sessions.ts';
import type { PastQuery, PastSessions } from '../reading/sessions.ts';
import { BatchWriter } from './batch-writer.ts';
import { sessionsHeader } from './rescue-header.ts';
import { SessionRows } from './session-rows.ts';
import type { OpenedSession } from './session-rows.ts';

/** Beyond so many pending items, about 100 MB, detectors' inputs are dropped. What decides an outcome never is. */
const mostPending = 200_000;

/** An event of a session, or the last row of one that is over. */
export type SessionItem = LiveEvent | SessionRow;
const isEvent = (item: SessionItem): item is LiveEvent => 'type' in item;

/** Records all live sessions of this program. */
export class SessionRecorder {
  readonly #db: Database;
  readonly #path: string;
  readonly #self: () => Owner;
  readonly #rows: SessionRows;
  readonly #programs: ProgramRows;
  readonly #recorded: SessionReader;
  readonly #batches: BatchWriter<SessionItem>;
  /** Sessions whose end was not written yet. */
  readonly #open = new Map<SessionId, OpenedSession>();
  /** The row of this program; null until its first session. */
  #program: ProgramId | null = null;
  #isKeptAlive = false;

  /** @param self this process, for tests another one. */
  constructor(db: Database, path: string, self: () => Owner = thisProcess) {
    this.#db = db;
    this.#path = path;
    this.#self = self;
    this.#rows = new SessionRows(db);
    this.#programs = new ProgramRows(db, self);
    this.#recorded = new SessionReader(db);
    this.#batches = new BatchWriter({
      db,
      path,
      write: (items) => this.#write(items),
      rescueLabel: {
        name: 'sessions',
        contents: 'live sessions',
        header: (items) => sessionsHeader(db, items.filter(isEvent)),
      },
      // A row can be folded again from the events of its session.
      isRescued: isEvent,
      mayDrop: (item, pendingCount) => pendingCount >= mostPending && isEvent(item) && item.type === 'input',
    });
  }

  /** Why the last attempt to write failed; null when it succeeded. */
  get writeError(): HalfopenError | null {
    return this.#batches.error;
  }

  /** How many inputs were never recorded, because the database refused to write for too long. */
  get droppedInputs(): number {
    return this.#batches.droppedCount;
  }

  /** How many events and rows need no further attempt: they are in the database, or were dropped. */
  get settledCount(): number {
    return this.#batches.writtenCount + this.#batches.droppedCount;
  }

  /** Whether it records this session, and its end is not in the database yet. */
  hasOpen(session: SessionId): boolean {
    return this.#batches.isOpen && this.#open.has(session);
  }

  /**
   * Makes room for sessions; a number is never used twice in one history.
   * @throws HalfopenError when the history cannot be written.
   */
  begin(plans: readonly SessionPlan[], openedAt: string): readonly SessionId[] {
    return explainingErrors(this.#path, () => {
      const begin = (): readonly SessionId[] => {
        const program = this.#claim();
        return plans.map((plan) => this.#rows.begin(plan, openedAt, program));
      };
      const ids = this.#db.transaction(begin).immediate();
      if (!this.#isKeptAlive) this.#batches.keepAlive(() => this.#beat(), this.#self());
      this.#isKeptAlive = true;
      for (const [index, id] of ids.entries()) {
        const plan = plans[index];
        if (plan !== undefined) this.#open.set(id, { plan, openedAt });
      }
      return ids;
    });
  }

  /**
   * Keeps events in order, and final rows. Never throws: what cannot be written now waits in memory. With a row everything is
   * written at the end of this turn: sessions that end together cost one write. Ignored after `close`.
   */
  append(items: readonly SessionItem[]): void {
    this.#batches.append(items, items.every(isEvent) ? 'next-batch' : 'this-turn');
  }

  /** Writes what is pending, and waits so long for other processes that write. Does not throw: see `writeError`. */
  flush(waitMs?: number): void {
    this.#batches.flush(waitMs);
  }

  /** Recorded events after `seq`, in order. A view shows no others. */
  sessionEventsAfter(session: SessionId, seq: number, limit: number): readonly RecordedLiveEvent[] {
    return explainingErrors(this.#path, () => this.#recorded.eventsAfter(session, seq, limit));
  }

  /** Sessions that are over, the latest first. */
  pastSessions(query: PastQuery): PastSessions {
    return explainingErrors(this.#path, () => this.#recorded.past(query));
  }

  /** The last row of a session that is over; null for any other. */
  pastSession(session: SessionId): SessionRow | null {
    return explainingErrors(this.#path, () => this.#recorded.pastSession(session));
  }

  /** Calls `handle` after every attempt to write; returns how to stop. */
  onAttempt(handle: () => void): () => void {
    return this.#batches.onAttempt(handle);
  }

  /**
   * Writes the rest. What the database does not take goes to a rescue file.
   * @returns the path of that file, or null when everything is in the database.
   * @throws HalfopenError `nothing-saved` when no disk takes the rescue file.
   */
  close(): string | null {
    return this.#batches.close();
  }

  #write(items: readonly SessionItem[]): void {
    // Their ends are not in the database, even if they were written before: that transaction may have failed.
    for (const item of items) if (!isEvent(item)) this.#open.set(item.session, item);
    this.#claim();
    for (const item of items)
      if (isEvent(item)) this.#rows.event(item);
      else {
        this.#rows.conclude(item);
        this.#open.delete(item.session);
      }
  }

  #beat(): void {
    if (this.#program !== null && this.#programs.beat(this.#program)) return;
    this.#db.transaction(() => this.#claim()).immediate();
  }

  /**
   * The row of this program. When another one took it for dead, which happens while the machine sleeps, the program and
   * its open sessions are entered again. Runs in a transaction: when that fails, the next call finds no row and repeats it.
   */
  #claim(): ProgramId {
    if (this.#program !== null && this.#programs.has(this.#program)) return this.#program;
    const program = this.#programs.insertThisProcess();
    for (const [session, opened] of this.#open) this.#rows.reopen(session, opened, program);
    this.#program = program;
    return program;
  }
}
