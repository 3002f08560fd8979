/** Live sessions as they were recorded. */
import type { Database, Statement } from 'better-sqlite3';
import type { LiveEvent, RecordedLiveEvent, SessionId, SessionRow } from '#model/live/live.ts';
import { parseStored } from '../file/stored-json.ts';

export interface PastQuery {
  /** Searched for in the detector, an endpoint, the fault or the verdict; any case. */
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
}

export interface PastSessions {
  readonly total: number;
  readonly rows: readonly SessionRow[];
}

export class SessionReader {
  readonly #db: Database;
  readonly #eventsAfter: Statement;
  readonly #row: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#eventsAfter = db.prepare(
      'SELECT seq, body FROM session_event WHERE session = ? AND seq > ? ORDER BY seq LIMIT ?',
    );
    this.#row = db.prepare('SELECT row FROM session WHERE id = ?').pluck();
  }

  /** Events after `seq`, in order. */
  eventsAfter(session: SessionId, seq: number, limit: number): readonly RecordedLiveEvent[] {
    const found = this.#eventsAfter.all(session, seq, limit) as { seq: number; body: string }[];
    return found.map((each) => ({ seq: each.seq, event: parseStored(each.body) as LiveEvent }));
  }

  /** The last row of a session that is over; null for one that is open or not there. */
  pastSession(session: SessionId): SessionRow | null {
    const text = this.#row.get(session);
    return typeof text === 'string' ? (parseStored(text) as SessionRow) : null;
  }

  /** Sessions that are over and match, the latest first. */
  past({ text, offset, limit }: PastQuery): PastSessions {
    const like = `%${text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    const where = `ended = 1 AND words LIKE @like ESCAPE '\\'`;
    const total = this.#db.prepare(`SELECT count(*) FROM session WHERE ${where}`).pluck().get({ like }) as number;
    const rows = this.#db
      .prepare(`SELECT row FROM session WHERE ${where} ORDER BY id DESC LIMIT @limit OFFSET @offset`)
      .pluck()
      .all({ like, limit, offset }) as string[];
    return { total, rows: rows.map((row) => parseStored(row) as SessionRow) };
  }
}
