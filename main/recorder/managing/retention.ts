/** Removes deleted experiments for good, and finds those that are older than the person wants to keep them. */
import type { Database } from 'better-sqlite3';
import { isAlive, isThisProcess } from '../owners/owner.ts';
import { ProgramRows } from '../owners/program-rows.ts';

/** A person who has just deleted something may want it back. */
const undoMs = 60_000;
const dayMs = 86_400_000;

/** Experiments deleted long enough ago; none while another program has the history open, which may show them. */
export function prunable(db: Database, nowMs: number): readonly string[] {
  if (isOpenElsewhere(db)) return [];
  return db
    .prepare('SELECT experiment_id FROM entry WHERE deleted_at_ms < ? ORDER BY deleted_at_ms')
    .pluck()
    .all(nowMs - undoMs) as string[];
}

/** Removes one with its trials and events. Checks again that it is deleted: it may have been restored meanwhile. */
export function prune(db: Database, id: string, nowMs: number): void {
  db.prepare(
    `DELETE FROM experiment WHERE id = (SELECT experiment_id FROM entry WHERE experiment_id = ? AND deleted_at_ms < ?)`,
  ).run(id, nowMs - undoMs);
}

/** Experiments that are over, have no star, and began more than `keepDays` ago. */
export function expired(db: Database, keepDays: number, nowMs: number): readonly string[] {
  const before = new Date(nowMs - keepDays * dayMs).toISOString();
  return db
    .prepare(
      `SELECT experiment_id FROM entry
       WHERE deleted_at_ms IS NULL AND starred = 0 AND status <> 'running' AND started_at < ?`,
    )
    .pluck()
    .all(before) as string[];
}

const isOpenElsewhere = (db: Database): boolean =>
  new ProgramRows(db).all().some((program) => !isThisProcess(program) && isAlive(program));
