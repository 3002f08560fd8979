import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import type { ExperimentResult, ExperimentStatus } from '#model/result.ts';
import { summarize } from '#model/summarize.ts';
import { guarded } from './troubles.ts';
import { RunRecorder } from './writer.ts';

export interface HistoryEntry {
  readonly id: string;
  readonly name: string;
  readonly status: ExperimentStatus | 'running';
  readonly startedAt: string;
  readonly durationMs: number | null;
  readonly trials: number;
  readonly detected: number;
  readonly falseAlarms: number;
  readonly invalid: number;
}

const listing = `
  SELECT e.id, e.name, e.status, e.started_at AS startedAt, e.duration_ms AS durationMs,
         count(t.trial) AS trials,
         coalesce(sum(t.outcome = 'detected'), 0) AS detected,
         coalesce(sum(t.outcome = 'false-alarm'), 0) AS falseAlarms,
         coalesce(sum(t.outcome = 'invalid'), 0) AS invalid
  FROM experiment e LEFT JOIN trial t ON t.experiment_id = e.id`;

/** Every experiment that was ever run against this file. */
export class History {
  readonly path: string;
  readonly #db: Database;

  constructor(db: Database, path: string) {
    this.#db = db;
    this.path = path;
  }

  recorder(run: string): RunRecorder {
    return new RunRecorder(this.#db, this.path, run);
  }

  /** Recorded events after `seq`, in order: all that a view may show. */
  after(seq: number, limit: number, run: string): readonly RecordedEvent[] {
    const rows = this.#do(() =>
      this.#db
        .prepare('SELECT seq, body FROM event WHERE seq > ? AND experiment_id = ? ORDER BY seq LIMIT ?')
        .all(seq, run, limit),
    ) as { seq: number; body: string }[];
    return rows.map((row) => ({ seq: row.seq, event: JSON.parse(row.body) as RunEvent }));
  }

  /** All events of a run, read as they are asked for. */
  *events(run: string): Generator<RunEvent> {
    const rows = this.#db.prepare('SELECT body FROM event WHERE experiment_id = ? ORDER BY seq').iterate(run);
    for (const row of rows) yield JSON.parse((row as { body: string }).body) as RunEvent;
  }

  /** Folds what was recorded of a run into its result and keeps it. */
  conclude(run: string): ExperimentResult {
    const result = summarize(this.events(run), run);
    this.saveResult(result);
    return result;
  }

  saveResult(result: ExperimentResult): void {
    const { id, name, status, startedAt, durationMs, plan, host } = result;
    this.#do(() =>
      this.#db
        .prepare(
          `INSERT INTO experiment (id, name, status, started_at, duration_ms, plan, host, result)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET status = excluded.status, duration_ms = excluded.duration_ms,
             result = excluded.result, owner_pid = NULL, owner_since = NULL`,
        )
        .run(
          id,
          name,
          status,
          startedAt,
          durationMs,
          JSON.stringify(plan),
          JSON.stringify(host),
          JSON.stringify(result),
        ),
    );
  }

  /** The latest first. */
  list(limit = 1000): readonly HistoryEntry[] {
    return this.#do(() =>
      this.#db.prepare(`${listing} GROUP BY e.id ORDER BY e.started_at DESC, e.id DESC LIMIT ?`).all(limit),
    ) as HistoryEntry[];
  }

  /** @throws HalfopenError `experiment-not-found`, `experiment-ambiguous`. */
  find(idOrStart: string): string {
    const ids = this.#do(() =>
      this.#db
        .prepare(`SELECT id FROM experiment WHERE substr(id, 1, length(@start)) = @start ORDER BY id LIMIT 6`)
        .pluck()
        .all({ start: idOrStart.toLowerCase() }),
    ) as string[];
    const [first] = ids;
    if (first !== undefined && (ids.length === 1 || first === idOrStart.toLowerCase())) return first;
    throw new HalfopenError({
      code: first === undefined ? 'experiment-not-found' : 'experiment-ambiguous',
      fault: 'input',
      message:
        first === undefined
          ? `No experiment in ${this.path} has an id that begins with "${idOrStart}".`
          : `"${idOrStart}" is the beginning of several ids: ${ids.join(', ')}.`,
      hint: first === undefined ? 'See "halfopen history list".' : 'Give more letters of the id.',
      given: idOrStart,
    });
  }

  /** The result of one experiment; of one that still runs, what is there so far. */
  get(idOrStart: string): ExperimentResult {
    const id = this.find(idOrStart);
    const kept = this.#do(() => this.#db.prepare('SELECT result FROM experiment WHERE id = ?').pluck().get(id));
    return typeof kept === 'string' ? (JSON.parse(kept) as ExperimentResult) : summarize(this.events(id), id);
  }

  delete(idOrStart: string): string {
    const id = this.find(idOrStart);
    this.#do(() => this.#db.prepare('DELETE FROM experiment WHERE id = ?').run(id));
    return id;
  }

  has(id: string): boolean {
    return this.#do(() => this.#db.prepare('SELECT 1 FROM experiment WHERE id = ?').get(id)) !== undefined;
  }

  /** A finished experiment from elsewhere: all or nothing. */
  takeIn(result: ExperimentResult, events: readonly RunEvent[]): void {
    this.#do(() =>
      this.#db.transaction(() => {
        if (events.length > 0) this.add(result.id, events);
        this.saveResult(result);
      })(),
    );
  }

  /** More events of a run, as they were told. */
  add(run: string, events: readonly RunEvent[]): void {
    const recorder = this.recorder(run);
    recorder.append(events);
    recorder.flush();
    const { trouble } = recorder;
    if (trouble !== null) throw trouble;
  }

  close(): void {
    this.#db.close();
  }

  #do<T>(work: () => T): T {
    return guarded(this.path, work);
  }
}
