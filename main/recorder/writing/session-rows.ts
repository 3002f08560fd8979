/** The rows that live sessions are kept in, and the prepared statements that write and read them. */
import type { Database, Statement } from 'better-sqlite3';
import { faultLabel } from '#model/fault-label.ts';
import type { LiveEvent, RecordedLiveEvent, SessionId, SessionPlan, SessionRow } from '#model/live/live.ts';
import { readJson } from '../file/stored-json.ts';
import { thisProcess } from '../owners/owner.ts';

export interface PastQuery {
  /** In the detector, an endpoint, the fault or the verdict; any case. */
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
}

export interface PastSessions {
  readonly total: number;
  readonly rows: readonly SessionRow[];
}

export class SessionRows {
  readonly #enter: Statement;
  readonly #seen: Statement;
  readonly #begin: Statement;
  readonly #event: Statement;
  readonly #conclude: Statement;
  readonly #after: Statement;
  readonly #row: Statement;

  constructor(db: Database) {
    this.#enter = db.prepare('INSERT INTO program (pid, since, seen_ms) VALUES (?, ?, ?)');
    this.#seen = db.prepare('UPDATE program SET seen_ms = ? WHERE id = ?');
    this.#begin = db.prepare('INSERT INTO session (opened_at, plan, program) VALUES (?, ?, ?)');
    this.#event = db.prepare('INSERT INTO session_event (session, at_ns, type, body) VALUES (?, ?, ?, ?)');
    this.#conclude = db.prepare('UPDATE session SET row = ?, words = ?, ended = 1, program = NULL WHERE id = ?');
    this.#after = db.prepare('SELECT seq, body FROM session_event WHERE session = ? AND seq > ? ORDER BY seq LIMIT ?');
    this.#row = db.prepare('SELECT row FROM session WHERE id = ?').pluck();
  }

  /** The number of this program in this history. */
  enter(): number {
    const { pid, since } = thisProcess();
    return Number(this.#enter.run(pid, since, Date.now()).lastInsertRowid);
  }

  beat(program: number): void {
    this.#seen.run(Date.now(), program);
  }

  begin(plan: SessionPlan, openedAt: string, program: number): SessionId {
    return Number(this.#begin.run(openedAt, JSON.stringify(plan), program).lastInsertRowid);
  }

  event(event: LiveEvent): void {
    this.#event.run(event.session, Math.round(event.at), event.type, JSON.stringify(event));
  }

  conclude(row: SessionRow): void {
    this.#conclude.run(JSON.stringify(row), wordsOf(row), row.session);
  }

  after(session: SessionId, seq: number, limit: number): readonly RecordedLiveEvent[] {
    const found = this.#after.all(session, seq, limit) as { seq: number; body: string }[];
    return found.map((each) => ({ seq: each.seq, event: readJson(each.body) as LiveEvent }));
  }

  /** Null for one that is open, or not there. */
  row(session: SessionId): SessionRow | null {
    const text = this.#row.get(session);
    return typeof text === 'string' ? (readJson(text) as SessionRow) : null;
  }
}

/** The latest first. */
export function pastSessions(db: Database, { text, offset, limit }: PastQuery): PastSessions {
  const like = `%${text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const where = `ended = 1 AND words LIKE @like ESCAPE '\\'`;
  const total = db.prepare(`SELECT count(*) FROM session WHERE ${where}`).pluck().get({ like }) as number;
  const rows = db
    .prepare(`SELECT row FROM session WHERE ${where} ORDER BY id DESC LIMIT @limit OFFSET @offset`)
    .pluck()
    .all({ like, limit, offset }) as string[];
  return { total, rows: rows.map((row) => readJson(row) as SessionRow) };
}

function wordsOf({ label, plan, local, remote, struck, verdict, end, state, error }: SessionRow): string {
  const ends = [plan.to, local, remote].flatMap((at) => (at === null ? [] : [`${at.address}:${at.port}`]));
  const fault = struck === null ? [] : [faultLabel(struck.fault)];
  const said = verdict === null ? [] : [verdict.reason, 'errno' in verdict ? (verdict.errno ?? '') : ''];
  const failure = error === null ? [] : [error.code, error.errno ?? ''];
  return [label, plan.traffic, ...ends, ...fault, state, end ?? '', ...said, ...failure].join(' ');
}
