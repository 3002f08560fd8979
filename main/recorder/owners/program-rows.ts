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
  readonly #insert: Statement;
  readonly #beat: Statement;
  readonly #remove: Statement;
  readonly #all: Statement;

  constructor(db: Database) {
    this.#insert = db.prepare('INSERT INTO program (pid, since, seen_ms) VALUES (?, ?, ?)');
    this.#beat = db.prepare('UPDATE program SET seen_ms = ? WHERE id = ?');
    this.#remove = db.prepare('DELETE FROM program WHERE id = ?');
    this.#all = db.prepare('SELECT id, pid, since, seen_ms AS seenMs FROM program');
  }

  /** Adds a row for this process. */
  insertThisProcess(): ProgramId {
    const { pid, since, seenMs } = thisProcess();
    return Number(this.#insert.run(pid, since, seenMs).lastInsertRowid);
  }

  /** Writes the heartbeat of a program. */
  beat(id: ProgramId): void {
    this.#beat.run(Date.now(), id);
  }

  remove(id: ProgramId): void {
    this.#remove.run(id);
  }

  all(): readonly Program[] {
    return this.#all.all() as Program[];
  }
}
