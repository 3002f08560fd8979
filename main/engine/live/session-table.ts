/** The rows of all live sessions, and for each subscriber what has changed since it last asked. */
import type { LiveEvent, SessionId, SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';

/** Rows that a subscriber gets at once: about 600 kB as JSON. What is left waits until it asks again. */
export const rowsAtOnce = 500;

export interface TableChanges {
  readonly rows: readonly SessionRow[];
  readonly gone: readonly SessionId[];
  /** What is left. `beginning`: rows of the table as it was when the subscription began; `changes`: rows that changed since. */
  readonly more: 'beginning' | 'changes' | null;
}

/** One subscriber's view of the table. Begins with every row. */
export class TableSubscription {
  readonly #rows: ReadonlyMap<SessionId, SessionRow>;
  /** Rows whose state or fault changed go first; one that only counts another heartbeat can wait. */
  readonly #urgent = new Set<SessionId>();
  readonly #changed: Set<SessionId>;
  readonly #gone = new Set<SessionId>();
  #untold: number;

  constructor(rows: ReadonlyMap<SessionId, SessionRow>) {
    this.#rows = rows;
    this.#untold = rows.size;
    this.#changed = new Set(rows.keys());
  }

  rowChanged(session: SessionId, urgent: boolean): void {
    if (urgent) {
      this.#changed.delete(session);
      this.#urgent.add(session);
    } else if (!this.#urgent.has(session)) this.#changed.add(session);
  }

  rowRemoved(session: SessionId): void {
    this.#urgent.delete(session);
    this.#changed.delete(session);
    this.#gone.add(session);
  }

  /** What changed since the last call, urgent rows first. */
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
  readonly #subscriptions = new Set<TableSubscription>();

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
    for (const subscription of this.#subscriptions) subscription.rowChanged(row.session, urgent);
    return row;
  }

  remove(session: SessionId): void {
    if (!this.#rows.delete(session)) return;
    for (const subscription of this.#subscriptions) subscription.rowRemoved(session);
  }

  subscribe(): TableSubscription {
    const subscription = new TableSubscription(this.#rows);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  unsubscribe(subscription: TableSubscription): void {
    this.#subscriptions.delete(subscription);
  }
}
