import type { Database } from 'better-sqlite3';
import { beatMs, thisProcess } from './owner.ts';
import { SessionRows } from '../writing/session-rows.ts';

/** Says in the history that this program has it open, until `end`. */
export class Presence {
  readonly #db: Database;
  readonly #program: number;
  #heart: NodeJS.Timeout | null = null;

  constructor(db: Database) {
    const rows = new SessionRows(db);
    this.#db = db;
    this.#program = rows.enter();
    if (thisProcess().since === null)
      this.#heart = setInterval(() => {
        try {
          rows.beat(this.#program);
        } catch {
          // The next one will do.
        }
      }, beatMs).unref();
  }

  end(): void {
    if (this.#heart !== null) clearInterval(this.#heart);
    this.#heart = null;
    this.#db.prepare('DELETE FROM program WHERE id = ?').run(this.#program);
  }
}
