/** Forgets for good what people deleted, and lets go of what they no longer keep. */
import type { Database } from 'better-sqlite3';
import { isAlive, thisProcess } from '../owners/owner.ts';
import type { Owner } from '../owners/owner.ts';

/** Whoever has just deleted something may want it back. */
const graceMs = 60_000;
const dayMs = 86_400_000;

/** Deleted long enough ago; none while another program that may show them is there. */
export function forgettable(db: Database, nowMs: number): readonly string[] {
  if (isShownElsewhere(db)) return [];
  const sql = 'SELECT experiment_id FROM entry WHERE deleted_at_ms < ? ORDER BY deleted_at_ms';
  return db
    .prepare(sql)
    .pluck()
    .all(nowMs - graceMs) as string[];
}

/** Looks again: it may have been brought back in the meantime. */
export function forget(db: Database, id: string, nowMs: number): void {
  db.prepare(
    `DELETE FROM experiment WHERE id = (SELECT experiment_id FROM entry WHERE experiment_id = ? AND deleted_at_ms < ?)`,
  ).run(id, nowMs - graceMs);
}

/** Finished, without a star, and begun earlier than so many days ago. */
export function outlived(db: Database, keepDays: number, nowMs: number): readonly string[] {
  const before = new Date(nowMs - keepDays * dayMs).toISOString();
  return db
    .prepare(
      `SELECT experiment_id FROM entry
       WHERE deleted_at_ms IS NULL AND starred = 0 AND status <> 'running' AND started_at < ?`,
    )
    .pluck()
    .all(before) as string[];
}

/** A program that has the history open says so there, once it may show something of it. */
function isShownElsewhere(db: Database): boolean {
  const own = thisProcess();
  const programs = db.prepare('SELECT pid, since, seen_ms AS seenMs FROM program').all() as Owner[];
  return programs.some((program) => (program.pid !== own.pid || program.since !== own.since) && isAlive(program));
}
