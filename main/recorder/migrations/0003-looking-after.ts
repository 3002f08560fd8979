import type { Database } from 'better-sqlite3';
import { facetsOf } from '../facets.ts';
import type { HostFacts } from '#model/result.ts';
import type { Plan } from '#model/settings.ts';

/** Experiments can be put out of sight and back; found by what they are about; counted without reading their trials. */
export function lookingAfter(db: Database): void {
  db.exec(`
    ALTER TABLE experiment ADD COLUMN deleted_at TEXT;
    -- Of the trials that ended; null while it runs.
    ALTER TABLE experiment ADD COLUMN trials INTEGER;
    ALTER TABLE experiment ADD COLUMN detected INTEGER;
    ALTER TABLE experiment ADD COLUMN false_alarms INTEGER;
    ALTER TABLE experiment ADD COLUMN invalid INTEGER;
    ALTER TABLE experiment ADD COLUMN judged INTEGER;
    ALTER TABLE experiment ADD COLUMN within_prediction INTEGER;

    CREATE TABLE facet (
      experiment_id TEXT NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
      field         TEXT NOT NULL,
      value         TEXT NOT NULL,
      PRIMARY KEY (experiment_id, field, value)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX facet_by_value ON facet (field, value);

    CREATE TABLE preference (
      key   TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;
  `);
  const add = db.prepare('INSERT OR IGNORE INTO facet (experiment_id, field, value) VALUES (?, ?, ?)');
  const kept = db.prepare('SELECT id, plan, host FROM experiment').all() as {
    id: string;
    plan: string;
    host: string;
  }[];
  for (const { id, plan, host } of kept)
    for (const { field, value } of facetsOf(JSON.parse(plan) as Plan, JSON.parse(host) as HostFacts))
      add.run(id, field, value);
  db.exec(`
    UPDATE experiment SET (trials, detected, false_alarms, invalid, judged, within_prediction) =
      (SELECT count(*), coalesce(sum(outcome = 'detected'), 0), coalesce(sum(outcome = 'false-alarm'), 0),
              coalesce(sum(outcome = 'invalid'), 0), count(trial.within_prediction),
              coalesce(sum(trial.within_prediction), 0)
       FROM trial WHERE experiment_id = id)
    WHERE status <> 'running';
  `);
}
