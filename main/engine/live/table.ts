/** The rows of all live sessions, and for each onlooker what has changed since it last asked. */
import type { LiveEvent, SessionId, SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';

/** Rows that an onlooker gets at once: about 600 kB as JSON; what is left waits for the next time. */
export const rowsAtOnce = 500;

export interface TableChanges {
  readonly rows: readonly SessionRow[];
  readonly gone: readonly SessionId[];
  /** `beginning`: the table as it is has not been told to its end yet; `changes`: more has changed. */
  readonly more: 'beginning' | 'changes' | null;
}

/** One view of the table: begins with everything. */
export class Onlooker {
  readonly #rows: ReadonlyMap<SessionId, SessionRow>;
  /** What changed in kind (state, fault, end) goes first; a ticking heartbeat can wait. */
  readonly #urgent = new Set<SessionId>();
  readonly #changed: Set<SessionId>;
  readonly #gone = new Set<SessionId>();
  #untold: number;

  constructor(rows: ReadonlyMap<SessionId, SessionRow>) {
    this.#rows = rows;
    this.#untold = rows.size;
    this.#changed = new Set(rows.keys());
  }

  touch(session: SessionId, urgent: boolean): void {
    if (urgent) {
      this.#changed.delete(session);
      this.#urgent.add(session);
    } else if (!this.#urgent.has(session)) this.#changed.add(session);
  }

  drop(session: SessionId): void {
    this.#urgent.delete(session);
    this.#changed.delete(session);
    this.#gone.add(session);
  }

  take(): TableChanges {
    const rows: SessionRow[] = [];
    for (const waiting of [this.#urgent, this.#changed])
      for (const session of waiting) {
        if (rows.length === rowsAtOnce) break;
        waiting.delete(session);
        const row = this.#rows.get(session);
        if (row !== undefined) rows.push(row);
      }
    const gone = [...this.#gone];
    this.#gone.clear();
    this.#untold -= rows.length;
    const left = this.#urgent.size + this.#changed.size > 0;
    return { rows, gone, more: left ? (this.#untold > 0 ? 'beginning' : 'changes') : null };
  }
}

export class SessionTable {
  readonly #rows = new Map<SessionId, SessionRow>();
  readonly #onlookers = new Set<Onlooker>();

  get rows(): ReadonlyMap<SessionId, SessionRow> {
    return this.#rows;
  }

  /** The row after the event; null for an event of no session here. */
  fold(event: LiveEvent): SessionRow | null {
    const before = this.#rows.get(event.session) ?? null;
    const row = foldSession(before, event);
    if (row === null || row === before) return row;
    this.#rows.set(row.session, row);
    const urgent = before === null || before.state !== row.state || before.struck !== row.struck;
    for (const onlooker of this.#onlookers) onlooker.touch(row.session, urgent);
    return row;
  }

  remove(session: SessionId): void {
    if (!this.#rows.delete(session)) return;
    for (const onlooker of this.#onlookers) onlooker.drop(session);
  }

  look(): Onlooker {
    const onlooker = new Onlooker(this.#rows);
    this.#onlookers.add(onlooker);
    return onlooker;
  }

  leave(onlooker: Onlooker): void {
    this.#onlookers.delete(onlooker);
  }
}
