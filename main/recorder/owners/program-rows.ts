/** The rows of the programs that have a history open. */
import type { Database, Statement } from 'better-sqlite3';
import { thisProcess } from './owner.ts';
import type { Owner } from './owner.ts';

/** The number of a program in one history. */
export type ProgramId = number;

export interface Program extends Owner {
  readonly id: ProgramId;
}

export class ProgramRows {
  readonly #self: () => Owner;
  readonly #insert: Statement;
  readonly #beat: Statement;
  readonly #has: Statement;
  readonly #remove: Statement;
  readonly #all: Statement;

  /** @param self this process, for tests another one. */
  constructor(db: Database, self: () => Owner = thisProcess) {
    this.#self = self;
    // Of two programs that are removed and added again, none gets the number of the other.
    this.#insert = db.prepare(
      `INSERT INTO program (id, pid, since, seen_ms) VALUES (abs(random() % ${Number.MAX_SAFE_INTEGER}), ?, ?, ?)`,
    );
    this.#has = db.prepare('SELECT 1 FROM program WHERE id = ?').pluck();
    this.#beat = db.prepare('UPDATE program SET seen_ms = ? WHERE id = ?');
    this.#remove = db.prepare('DELETE FROM program WHERE id = ?');
    this.#all = db.prepare('SELECT id, pid, since, seen_ms AS seenMs FROM program');
  }

  /** Adds a row for this process. */
  insertThisProcess(): ProgramId {
    const { pid, since, seenMs } = this.#self();
    return Number(this.#insert.run(pid, since, seenMs).lastInsertRowid);
  }

  /** Writes the heartbeat of a program. False when another program took it for dead and removed it. */
  beat(id: ProgramId): boolean {
    return this.#beat.run(this.#self().seenMs, id).changes > 0;
  }

  has(id: ProgramId): boolean {
    return this.#has.get(id) !== undefined;
  }

  remove(id: ProgramId): void {
    this.#remove.run(id);
  }

  all(): readonly Program[] {
    return this.#all.all() as Program[];
  }
}
