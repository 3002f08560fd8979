import type { Database } from 'better-sqlite3';
import { startHeartbeat } from './heartbeat.ts';
import { ProgramRows } from './program-rows.ts';
import type { ProgramId } from './program-rows.ts';
import { thisProcess } from './owner.ts';
import type { Owner } from './owner.ts';

/** Marks the history as open in this program, until `remove`. Other programs then prune nothing that it may show. */
export class OpenMarker {
  readonly #programs: ProgramRows;
  readonly #stopHeartbeat: () => void;
  #program: ProgramId;

  /** @param self this process, for tests another one. */
  constructor(db: Database, self: () => Owner = thisProcess) {
    this.#programs = new ProgramRows(db, self);
    this.#program = this.#programs.insertThisProcess();
    const beat = (): void => {
      if (!this.#programs.beat(this.#program)) this.#program = this.#programs.insertThisProcess();
    };
    this.#stopHeartbeat = startHeartbeat(db, beat, self());
  }

  remove(): void {
    this.#stopHeartbeat();
    this.#programs.remove(this.#program);
  }
}
