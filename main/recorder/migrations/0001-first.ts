import type { Database } from 'better-sqlite3';

/** Experiments, their events, and a row for each finished trial to search in. */
export function first(db: Database): void {
  db.exec(`
    CREATE TABLE experiment (
      id          TEXT PRIMARY KEY,
      name        TEXT NOT NULL,
      status      TEXT NOT NULL CHECK (status IN ('running', 'complete', 'partial', 'cancelled')),
      started_at  TEXT NOT NULL,
      duration_ms REAL,
      plan        TEXT NOT NULL CHECK (json_valid(plan)),
      host        TEXT NOT NULL CHECK (json_valid(host)),
      result      TEXT CHECK (json_valid(result)),
      -- The process that runs it: tells a crashed run from one that goes on.
      owner_pid   INTEGER,
      owner_since TEXT,
      note        TEXT NOT NULL DEFAULT '',
      starred     INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1))
    ) STRICT;
    CREATE INDEX experiment_by_start ON experiment (started_at DESC);

    CREATE TABLE tag (
      experiment_id TEXT NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
      name          TEXT NOT NULL,
      PRIMARY KEY (experiment_id, name)
    ) STRICT, WITHOUT ROWID;

    -- AUTOINCREMENT: a seq is never used twice, so a view can continue after the last one it saw.
    CREATE TABLE event (
      seq           INTEGER PRIMARY KEY AUTOINCREMENT,
      experiment_id TEXT NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
      trial         INTEGER,
      type          TEXT NOT NULL,
      at_ns         INTEGER NOT NULL,
      body          TEXT NOT NULL
    ) STRICT;
    CREATE INDEX event_of_experiment ON event (experiment_id, seq);

    CREATE TABLE trial (
      experiment_id     TEXT NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
      trial             INTEGER NOT NULL,
      detector          TEXT NOT NULL,
      fault             TEXT NOT NULL,
      traffic           TEXT NOT NULL,
      outcome           TEXT NOT NULL,
      detection_ms      REAL,
      errno             TEXT,
      PRIMARY KEY (experiment_id, trial)
    ) STRICT, WITHOUT ROWID;
  `);
}
