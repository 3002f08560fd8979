import type { Database } from 'better-sqlite3';

/**
 * Whether each trial agrees with its prediction. A heartbeat for runs, for systems that do not tell when a process
 * started.
 */
export function agreement(db: Database): void {
  db.exec(`
    ALTER TABLE experiment ADD COLUMN owner_seen_ms INTEGER;
    ALTER TABLE trial ADD COLUMN verdict TEXT;
    ALTER TABLE trial ADD COLUMN within_prediction INTEGER CHECK (within_prediction IN (0, 1));

    INSERT OR REPLACE INTO trial
      (experiment_id, trial, detector, fault, traffic, outcome, detection_ms, errno, verdict, within_prediction)
    SELECT id, trial, detector, fault, traffic, outcome, detection_ms, errno, verdict, within_prediction FROM (
      SELECT e.id, c.key * json_extract(e.plan, '$.repeats') + json_extract(t.value, '$.repeat') AS trial,
             json_extract(c.value, '$.detector.label') AS detector, json_extract(c.value, '$.fault.label') AS fault,
             json_extract(c.value, '$.traffic') AS traffic, json_extract(t.value, '$.outcome') AS outcome,
             json_extract(t.value, '$.detectionMs') AS detection_ms, json_extract(t.value, '$.verdict.errno') AS errno,
             json_extract(t.value, '$.verdict.kind') AS verdict,
             json_extract(t.value, '$.withinPrediction') AS within_prediction
      FROM experiment e, json_each(e.result, '$.cells') c, json_each(c.value, '$.trials') t
      WHERE coalesce(json_extract(t.value, '$.invalidReason'), '') NOT IN ('not run', 'not finished')
    )
    -- A plan too large to count was imported: its trials have no numbers.
    WHERE typeof(trial) = 'integer';
  `);
}
