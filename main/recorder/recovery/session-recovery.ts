import type { Database } from 'better-sqlite3';
import type { LiveEvent, SessionId } from '#model/live/live.ts';
import { parseStored } from '../file/stored-json.ts';
import { ProgramRows } from '../owners/program-rows.ts';
import type { ProgramId } from '../owners/program-rows.ts';
import { SessionRows } from '../writing/session-rows.ts';
import { finishOrAbandon, orphansOf, recoverIfPossible } from './recover.ts';
import { ended } from './session-ending.ts';

/** Sessions that a crashed program left open end at their last recorded event. */
export function recoverSessions(db: Database, nowMs = Date.now()): void {
  const programs = new ProgramRows(db);
  for (const program of orphansOf(programs.all(), nowMs))
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
  const bodies = db.prepare('SELECT body FROM session_event WHERE session = ? ORDER BY seq').pluck().all(session);
  const story = ended((bodies as string[]).map((body) => parseStored(body) as LiveEvent));
  // It began, and no event of it was recorded: there is nothing to show.
  if (story === null) return void db.prepare('DELETE FROM session WHERE id = ?').run(session);
  if (story.addedEnd !== null) rows.event(story.addedEnd);
  rows.conclude(story.row);
}
