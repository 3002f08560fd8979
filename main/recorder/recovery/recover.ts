/** What the recovery of experiments and of live sessions have in common. */
import type { Database } from 'better-sqlite3';
import { toHalfopenError } from '../file/sqlite-errors.ts';
import { isAlive } from '../owners/owner.ts';
import type { Owner } from '../owners/owner.ts';

/** Something that a process was writing when it was last heard of. Null: nobody knows which process. */
export interface Unfinished<Id> extends Omit<Owner, 'pid'> {
  readonly id: Id;
  readonly pid: number | null;
}

/** Those whose process is gone. */
export function orphansOf<Id>(unfinished: readonly Unfinished<Id>[], nowMs = Date.now()): readonly Id[] {
  return unfinished
    .filter(({ pid, ...owner }) => pid === null || !isAlive({ pid, ...owner }, nowMs))
    .map(({ id }) => id);
}

/** Runs `work` in a transaction. When the disk or a lock prevents it, the next process to open the history tries again. */
export function recoverIfPossible(db: Database, work: () => void): void {
  try {
    db.transaction(work).immediate();
  } catch (error) {
    if (!isMachineFault(error, db)) throw error;
  }
}

/**
 * Runs `finish`, inside `recoverIfPossible`. When what was recorded cannot be read, undoes it and runs `abandon`: one
 * unreadable record must not block the others, nor new ones.
 */
export function finishOrAbandon(db: Database, finish: () => void, abandon: () => void): void {
  try {
    // A transaction inside another is a savepoint.
    db.transaction(finish)();
  } catch (error) {
    if (isMachineFault(error, db)) throw error;
    abandon();
  }
}

const isMachineFault = (error: unknown, { name }: Database): boolean =>
  toHalfopenError(error, name).detail.fault === 'machine';
