/** The rows that live sessions are recorded in, and the prepared statements that write them. */
import type { Database, Statement } from 'better-sqlite3';
import { faultLabel } from '#model/faults/index.ts';
import type { LiveEvent, SessionId, SessionPlan, SessionRow } from '#model/live/live.ts';
import type { ProgramId } from '../owners/program-rows.ts';

export interface OpenedSession {
  readonly plan: SessionPlan;
  readonly openedAt: string;
}

export class SessionRows {
  readonly #begin: Statement;
  readonly #event: Statement;
  readonly #deleteAddedEnd: Statement;
  readonly #reopen: Statement;
  readonly #conclude: Statement;

  constructor(db: Database) {
    this.#begin = db.prepare('INSERT INTO session (opened_at, plan, program) VALUES (?, ?, ?)');
    this.#event = db.prepare('INSERT INTO session_event (session, at_ns, type, body) VALUES (?, ?, ?, ?)');
    this.#deleteAddedEnd = db.prepare(
      `DELETE FROM session_event
       WHERE seq = (SELECT max(seq) FROM session_event WHERE session = @id)
         AND type = 'ended' AND body ->> '$.how' = 'program-ended'
         AND at_ns = (SELECT max(at_ns) FROM session_event AS before
                      WHERE session = @id AND before.seq < session_event.seq)`,
    );
    this.#reopen = db.prepare(
      `INSERT INTO session (id, opened_at, plan, program) VALUES (@id, @openedAt, @plan, @program)
       ON CONFLICT (id) DO UPDATE SET ended = 0, row = NULL, words = '', program = excluded.program`,
    );
    this.#conclude = db.prepare('UPDATE session SET row = ?, words = ?, ended = 1, program = NULL WHERE id = ?');
  }

  /** A session that `program` opens. */
  begin(plan: SessionPlan, openedAt: string, program: ProgramId): SessionId {
    return this.#insert(plan, openedAt, program);
  }

  /** A session of another history, which nobody has open. */
  insert(plan: SessionPlan, openedAt: string): SessionId {
    return this.#insert(plan, openedAt, null);
  }

  event(event: LiveEvent): void {
    this.#event.run(event.session, Math.round(event.at), event.type, JSON.stringify(event));
  }

  /** A session that goes on, although recovery ended it or, as nothing of it was recorded yet, removed it. */
  reopen(session: SessionId, { plan, openedAt }: OpenedSession, program: ProgramId): void {
    this.deleteAddedEnd(session);
    this.#reopen.run({ id: session, openedAt, plan: JSON.stringify(plan), program });
  }

  /** The end that recovery added (main/recorder/recovery/session-ending.ts). Any other one stays. */
  deleteAddedEnd(session: SessionId): void {
    this.#deleteAddedEnd.run({ id: session });
  }

  /** The session is over, and no program owns it any more. */
  conclude(row: SessionRow): void {
    this.#conclude.run(JSON.stringify(row), searchText(row), row.session);
  }

  #insert(plan: SessionPlan, openedAt: string, program: ProgramId | null): SessionId {
    return Number(this.#begin.run(openedAt, JSON.stringify(plan), program).lastInsertRowid);
  }
}

/** What a session is found by: detector, traffic, endpoints, fault, state, verdict, error. */
function searchText({ label, plan, local, remote, struck, verdict, end, state, error }: SessionRow): string {
  const endpoints = [plan.to, local, remote].flatMap((at) => (at === null ? [] : [`${at.address}:${at.port}`]));
  const fault = struck === null ? [] : [faultLabel(struck.fault)];
  const reason = verdict === null ? [] : [verdict.reason, 'errno' in verdict ? (verdict.errno ?? '') : ''];
  const failure = error === null ? [] : [error.code, error.errno ?? ''];
  return [label, plan.traffic, ...endpoints, ...fault, state, end ?? '', ...reason, ...failure].join(' ');
}
