import type { Database } from 'better-sqlite3';
import type { LiveEvent, SessionId, SessionRow } from '#model/live/live.ts';
import { foldSession, isOver } from '#model/live/session-row.ts';
import { parseStored } from '../file/stored-json.ts';
import { isAlive } from '../owners/owner.ts';
import { SessionRows } from '../writing/session-rows.ts';
import { sqliteCode } from '../file/sqlite-errors.ts';

interface Program {
  readonly id: number;
  readonly pid: number;
  readonly since: string | null;
  readonly seenMs: number | null;
}

/** Sessions that a program left open when it died end with it, as far as they were recorded. */
export function recoverSessions(db: Database): void {
  const programs = db.prepare('SELECT id, pid, since, seen_ms AS seenMs FROM program').all() as Program[];
  const gone = programs.filter((program) => !isAlive(program));
  if (gone.length === 0) return;
  try {
    db.transaction(() => gone.forEach(({ id }) => endAll(id, db))).immediate();
  } catch (error) {
    // A full disk, a lock: the next to open the history tries again.
    if (sqliteCode(error) === null) throw error;
  }
}

function endAll(program: number, db: Database): void {
  const rows = new SessionRows(db);
  const open = db.prepare('SELECT id FROM session WHERE program = ? AND ended = 0').pluck().all(program);
  for (const session of open as SessionId[])
    try {
      endOne(session, rows, db);
    } catch (error) {
      if (sqliteCode(error) !== null) throw error;
      // What was recorded of it cannot be read: it stays, unseen, and keeps nobody from the others.
      db.prepare('UPDATE session SET program = NULL WHERE id = ?').run(session);
    }
  db.prepare('DELETE FROM program WHERE id = ?').run(program);
}

function endOne(session: SessionId, rows: SessionRows, db: Database): void {
  let row: SessionRow | null = null;
  let lastAt: LiveEvent['at'] | null = null;
  const bodies = db.prepare('SELECT body FROM session_event WHERE session = ? ORDER BY seq').pluck().all(session);
  for (const body of bodies as string[]) {
    const event = parseStored(body) as LiveEvent;
    row = foldSession(row, event);
    lastAt = lastAt === null || event.at > lastAt ? event.at : lastAt;
  }
  // It was begun, and nothing of it was ever told: there is nothing to show.
  if (row === null || lastAt === null) return void db.prepare('DELETE FROM session WHERE id = ?').run(session);
  if (!isOver(row.state)) {
    const ended: LiveEvent = {
      session,
      at: lastAt,
      type: 'ended',
      how: 'program-ended',
      verdict: null,
      verdictAt: null,
      error: null,
    };
    rows.event(ended);
    row = foldSession(row, ended);
  }
  rows.conclude(row);
}
