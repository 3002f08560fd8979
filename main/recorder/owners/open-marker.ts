import type { Database } from 'better-sqlite3';
import { startHeartbeat } from './heartbeat.ts';
import { ProgramRows } from './program-rows.ts';
import type { ProgramId } from './program-rows.ts';

/** Marks the history as open in this program, until `remove`. Other programs then prune nothing that it may show. */
export class OpenMarker {
  readonly #programs: ProgramRows;
  readonly #program: ProgramId;
  readonly #stopHeartbeat: () => void;

  constructor(db: Database) {
    this.#programs = new ProgramRows(db);
    this.#program = this.#programs.insertThisProcess();
    this.#stopHeartbeat = startHeartbeat(db, () => this.#programs.beat(this.#program));
  }

  remove(): void {
    this.#stopHeartbeat();
    this.#programs.remove(this.#program);
  }
}
