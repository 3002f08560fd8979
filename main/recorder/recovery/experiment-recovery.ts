import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import type { History } from '../history.ts';
import { isAlive } from '../owners/owner.ts';
import { ExperimentRows } from '../writing/experiment-rows.ts';

interface Unfinished {
  readonly id: string;
  readonly pid: number | null;
  readonly since: string | null;
  readonly seenMs: number | null;
}

/** Experiments whose process is gone become partial, with what was recorded of them. */
export function recover(db: Database, history: History): void {
  const unfinished = db
    .prepare(
      `SELECT id, owner_pid AS pid, owner_since AS since, owner_seen_ms AS seenMs
       FROM experiment WHERE status = 'running'`,
    )
    .all() as Unfinished[];
  const orphans = unfinished.filter(({ pid, ...owner }) => pid === null || !isAlive({ pid, ...owner }));
  for (const { id } of orphans) recoverOne(id, db, history);
}

/** One that cannot be recovered must not keep anybody from the others, nor from new experiments. */
function recoverOne(id: string, db: Database, history: History): void {
  try {
    history.transaction(() => {
      // It may have ended, or been recovered, since it was looked at.
      if (history.statusOf(id) === 'running') history.conclude(id);
    });
  } catch (error) {
    // A full disk, a lock: the next to open the history tries again.
    if (error instanceof HalfopenError && error.detail.fault === 'machine') return;
    // What was recorded cannot be read as an experiment: asking for it says why.
    new ExperimentRows(db).markPartial(id);
  }
}
