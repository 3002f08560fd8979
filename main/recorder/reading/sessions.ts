/** Live sessions as they were recorded. */
import type { Database, Statement } from 'better-sqlite3';
import { sessionRowData } from '#contract/data/live.ts';
import type { LiveEvent, RecordedLiveEvent, SessionId, SessionRow } from '#model/live/live.ts';
import { parseStored } from '../file/stored-json.ts';
import { knownLiveEvents } from './known-events.ts';

const knownTypes = JSON.stringify([...knownLiveEvents.keys()]);

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
      `SELECT seq, body FROM session_event
       WHERE session = ? AND seq > ? AND type IN (SELECT value FROM json_each('${knownTypes}')) AND json_valid(body)
       ORDER BY seq LIMIT ?`,
    );
    this.#row = db.prepare('SELECT row FROM session WHERE id = ?').pluck();
  }

  /** Events after `seq`, in order. Those that only a later Halfopen knows are left out. */
  eventsAfter(session: SessionId, seq: number, limit: number): readonly RecordedLiveEvent[] {
    const found = this.#eventsAfter.all(session, seq, limit) as { seq: number; body: string }[];
    return found.map((each) => ({ seq: each.seq, event: parseStored(each.body) as LiveEvent }));
  }

  /** The last row of a session that is over; null for one that is open or not there. */
  pastSession(session: SessionId): SessionRow | null {
    return shownRow(this.#row.get(session));
  }

  /** Sessions that are over and match, the latest first. */
  past({ text, offset, limit }: PastQuery): PastSessions {
    const like = `%${text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    const where = `ended = 1 AND words LIKE @like ESCAPE '\\'`;
    const total = this.#db.prepare(`SELECT count(*) FROM session WHERE ${where}`).pluck().get({ like }) as number;
    const rows = this.#db
      .prepare(`SELECT row FROM session WHERE ${where} ORDER BY id DESC LIMIT @limit OFFSET @offset`)
      .pluck()
      .all({ like, limit, offset });
    return { total, rows: rows.map(shownRow).filter((row) => row !== null) };
  }
}

/** Null for what is no row, or that of a later Halfopen: it must not hide the others. */
function shownRow(text: unknown): SessionRow | null {
  if (typeof text !== 'string') return null;
  try {
    const row = sessionRowData.safeParse(JSON.parse(text));
    return row.success ? (parseStored(text) as SessionRow) : null;
  } catch {
    return null;
  }
}
