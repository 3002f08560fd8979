import type { Database } from 'better-sqlite3';
import { EntryRows, countTrials, parseFilterable } from '../writing/entry-rows.ts';
import type { EntryFacts, Filterable } from '../writing/entry-rows.ts';

const lists = `
    CREATE TABLE entry (
      experiment_id     TEXT PRIMARY KEY REFERENCES experiment (id) ON DELETE CASCADE,
      name              TEXT NOT NULL,
      status            TEXT NOT NULL CHECK (status IN ('running', 'complete', 'partial', 'cancelled')),
      started_at        TEXT NOT NULL,
      duration_ms       REAL,
      host              TEXT NOT NULL,
      detectors         INTEGER NOT NULL,
      faults            INTEGER NOT NULL,
      planned_trials    INTEGER NOT NULL,
      trials            INTEGER NOT NULL DEFAULT 0,
      detected          INTEGER NOT NULL DEFAULT 0,
      false_alarms      INTEGER NOT NULL DEFAULT 0,
      invalid           INTEGER NOT NULL DEFAULT 0,
      judged            INTEGER NOT NULL DEFAULT 0,
      within_prediction INTEGER NOT NULL DEFAULT 0,
      starred           INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
      -- Hidden since then; removed for good when the program starts again.
      deleted_at_ms     INTEGER,
      note              TEXT NOT NULL DEFAULT '',
      -- Name, note and tags in lower case: what a text is searched in.
      words             TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX entry_by_start ON entry (started_at DESC, experiment_id DESC);

    -- What an experiment that is not deleted can be filtered by: tag, detector, fault, traffic, host.
    CREATE TABLE facet (
      field         TEXT NOT NULL,
      value         TEXT NOT NULL COLLATE NOCASE,
      experiment_id TEXT NOT NULL REFERENCES entry (experiment_id) ON DELETE CASCADE,
      PRIMARY KEY (field, value, experiment_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX facet_of_experiment ON facet (experiment_id);
    CREATE TABLE facet_count (
      field TEXT NOT NULL,
      value TEXT NOT NULL COLLATE NOCASE,
      n     INTEGER NOT NULL,
      PRIMARY KEY (field, value)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER facet_added AFTER INSERT ON facet BEGIN
      INSERT INTO facet_count VALUES (new.field, new.value, 1) ON CONFLICT DO UPDATE SET n = n + 1;
    END;
    CREATE TRIGGER facet_removed AFTER DELETE ON facet BEGIN
      UPDATE facet_count SET n = n - 1 WHERE field = old.field AND value = old.value;
      DELETE FROM facet_count WHERE field = old.field AND value = old.value AND n = 0;
    END;
`;

const changes = `
    CREATE TABLE revision (n INTEGER NOT NULL) STRICT;
    INSERT INTO revision VALUES (0);
    CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN UPDATE revision SET n = n + 1; END;
    CREATE TRIGGER entry_changed AFTER UPDATE ON entry BEGIN UPDATE revision SET n = n + 1; END;
    CREATE TRIGGER entry_removed AFTER DELETE ON entry BEGIN UPDATE revision SET n = n + 1; END;

    CREATE TABLE preference (key TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT, WITHOUT ROWID;
`;

/**
 * One small row per experiment with all that a list shows, because rows with results of half a megabyte are slow to
 * read; the values that experiments are filtered by; a revision number that grows with every change; preferences.
 */
export function entries(db: Database): void {
  db.exec(lists);
  db.exec(changes);
  insertEntries(db);
  db.exec(`
    ALTER TABLE experiment DROP COLUMN note;
    ALTER TABLE experiment DROP COLUMN starred;
    DROP INDEX experiment_by_start;
  `);
}

interface OldExperiment extends Omit<EntryFacts, keyof Filterable> {
  readonly plan: string;
  readonly host: string;
  readonly note: string;
  readonly starred: number;
}

/** Rows for the experiments that are there already. Their notes and stars move into them. */
function insertEntries(db: Database): void {
  const rows = new EntryRows(db);
  const annotate = db.prepare('UPDATE entry SET note = ?, starred = ? WHERE experiment_id = ?');
  const experiments = db.prepare(
    'SELECT id, name, status, started_at AS startedAt, plan, host, note, starred FROM experiment',
  );
  for (const { plan: planText, host: hostText, note, starred, ...facts } of experiments.all() as OldExperiment[]) {
    const filterable = parseFilterable(planText, hostText);
    rows.begin({ ...facts, ...filterable });
    annotate.run(note, starred, facts.id);
    rows.index(facts.id, filterable);
  }
  db.exec(
    `UPDATE entry SET duration_ms = e.duration_ms FROM experiment e WHERE e.id = entry.experiment_id;
     UPDATE entry SET ${countTrials}`,
  );
}
