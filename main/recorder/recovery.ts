import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import type { History } from './history.ts';
import { isAlive } from './owner.ts';

interface Unfinished {
  readonly id: string;
  readonly pid: number | null;
  readonly since: string | null;
}

/** Experiments whose process is gone become partial, with what was recorded of them. Returns their ids. */
export function recover(db: Database, history: History): readonly string[] {
  const unfinished = db
    .prepare(`SELECT id, owner_pid AS pid, owner_since AS since FROM experiment WHERE status = 'running'`)
    .all() as Unfinished[];
  const orphans = unfinished.filter(({ pid, since }) => pid === null || !isAlive({ pid, since }));
  for (const { id } of orphans)
    try {
      history.conclude(id);
    } catch (error) {
      // Not even its start is there: nothing to show, and nothing to lose.
      if (!(error instanceof HalfopenError) || error.detail.code !== 'run-not-recorded') throw error;
      history.delete(id);
    }
  return orphans.map(({ id }) => id);
}
