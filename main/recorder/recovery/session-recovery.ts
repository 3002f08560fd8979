import type { Database } from 'better-sqlite3';
import type { LiveEvent, SessionId, SessionRow } from '#model/live/live.ts';
import { foldSession, isOver } from '#model/live/session-row.ts';
import { parseStored } from '../file/stored-json.ts';
import { ProgramRows } from '../owners/program-rows.ts';
import type { ProgramId } from '../owners/program-rows.ts';
import { SessionRows } from '../writing/session-rows.ts';
import { finishOrAbandon, orphansOf, recoverIfPossible } from './recover.ts';

/** Sessions that a crashed program left open end at their last recorded event. */
export function recoverSessions(db: Database): void {
  const programs = new ProgramRows(db);
  for (const program of orphansOf(programs.all()))
    recoverIfPossible(db, () => {
      const rows = new SessionRows(db);
      for (const session of openSessionsOf(program, db))
        finishOrAbandon(
          db,
          () => end(session, rows, db),
          // It stays in the history, and is not shown.
          () => db.prepare('UPDATE session SET program = NULL WHERE id = ?').run(session),
        );
      programs.remove(program);
    });
}

const openSessionsOf = (program: ProgramId, db: Database): readonly SessionId[] =>
  db.prepare('SELECT id FROM session WHERE program = ? AND ended = 0').pluck().all(program) as SessionId[];

function end(session: SessionId, rows: SessionRows, db: Database): void {
  let row: SessionRow | null = null;
  let lastAt: LiveEvent['at'] | null = null;
  const bodies = db.prepare('SELECT body FROM session_event WHERE session = ? ORDER BY seq').pluck().all(session);
  for (const body of bodies as string[]) {
    const event = parseStored(body) as LiveEvent;
    row = foldSession(row, event);
    lastAt = lastAt === null || event.at > lastAt ? event.at : lastAt;
  }
  // It began, and no event of it was recorded: there is nothing to show.
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
