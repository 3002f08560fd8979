import type { Database } from 'better-sqlite3';
import type { History } from '../history.ts';
import { ExperimentRows } from '../writing/experiment-rows.ts';
import { finishOrAbandon, orphansOf, recoverIfPossible } from './recover.ts';
import type { Unfinished } from './recover.ts';

/** Experiments whose process is gone become partial, with what was recorded of them. */
export function recoverExperiments(db: Database, history: History, nowMs = Date.now()): void {
  const unfinished = db
    .prepare(
      `SELECT id, owner_pid AS pid, owner_since AS since, owner_seen_ms AS seenMs
       FROM experiment WHERE status = 'running'`,
    )
    .all() as Unfinished<string>[];
  for (const id of orphansOf(unfinished, nowMs))
    recoverIfPossible(db, () => {
      // It may have ended, or been recovered by another process, since the query.
      if (history.statusOf(id) !== 'running') return;
      const abandon = (): void => new ExperimentRows(db).markPartial(id);
      finishOrAbandon(db, () => history.conclude(id), abandon);
    });
}
