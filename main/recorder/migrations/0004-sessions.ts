import type { Database } from 'better-sqlite3';

/** Live sessions: the last row of each, and its events. */
export function sessions(db: Database): void {
  db.exec(`
    -- Programs that opened sessions: tells a crashed one from one that goes on.
    CREATE TABLE program (
      id      INTEGER PRIMARY KEY,
      pid     INTEGER NOT NULL,
      since   TEXT,
      seen_ms INTEGER NOT NULL
    ) STRICT;

    -- AUTOINCREMENT: a number is never used twice.
    CREATE TABLE session (
      id        INTEGER PRIMARY KEY AUTOINCREMENT,
      opened_at TEXT NOT NULL,
      plan      TEXT NOT NULL CHECK (json_valid(plan)),
      -- The session as it was at its end; null while it is open.
      row       TEXT CHECK (json_valid(row)),
      ended     INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),
      -- What it is searched by: detector, endpoints, fault, verdict.
      words     TEXT NOT NULL DEFAULT '',
      -- The program that has it open; null once it is over.
      program   INTEGER REFERENCES program (id)
    ) STRICT;
    CREATE INDEX session_open ON session (program) WHERE ended = 0;

    CREATE TABLE session_event (
      seq     INTEGER PRIMARY KEY AUTOINCREMENT,
      session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
      at_ns   INTEGER NOT NULL,
      type    TEXT NOT NULL,
      body    TEXT NOT NULL
    ) STRICT;
    CREATE INDEX session_event_of_session ON session_event (session, seq);
  `);
}
