import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import type { ExperimentResult, ExperimentStatus } from '#model/result.ts';
import { summarize } from '#model/summarize.ts';
import { readJson } from './json.ts';
import { LiveRecorder } from './live-recorder.ts';
import { Rows } from './rows.ts';
import { guarded } from './troubles.ts';
import { RunRecorder } from './writer.ts';

export interface HistoryEntry {
  readonly id: string;
  readonly name: string;
  readonly status: ExperimentStatus | 'running';
  readonly startedAt: string;
  readonly durationMs: number | null;
  /** Trials that ended. */
  readonly trials: number;
  readonly detected: number;
  readonly falseAlarms: number;
  readonly invalid: number;
  /** Trials that were compared with a prediction, and how many of them agree; none while it runs. */
  readonly judged: number;
  readonly withinPrediction: number;
}

export interface HistoryQuery {
  /** In the name, the note or a tag, or the beginning of the id; any case. */
  readonly text?: string;
  readonly limit?: number;
}

const defaultLimit = 1000;

const listing = `
  WITH chosen AS (
    SELECT * FROM experiment
    WHERE @like IS NULL OR name LIKE @like ESCAPE '\\' OR note LIKE @like ESCAPE '\\'
       OR id LIKE substr(@like, 2) ESCAPE '\\'
       OR EXISTS (SELECT 1 FROM tag WHERE experiment_id = id AND tag.name LIKE @like ESCAPE '\\')
    ORDER BY started_at DESC, id DESC LIMIT @limit
  )
  SELECT e.id, e.name, e.status, e.started_at AS startedAt, e.duration_ms AS durationMs,
         count(t.trial) AS trials,
         coalesce(sum(t.outcome = 'detected'), 0) AS detected,
         coalesce(sum(t.outcome = 'false-alarm'), 0) AS falseAlarms,
         coalesce(sum(t.outcome = 'invalid'), 0) AS invalid,
         count(t.within_prediction) AS judged,
         coalesce(sum(t.within_prediction), 0) AS withinPrediction
  FROM chosen e LEFT JOIN trial t ON t.experiment_id = e.id
  GROUP BY e.id ORDER BY e.started_at DESC, e.id DESC`;

/** Every experiment that was ever run against this file. */
export class History {
  readonly path: string;
  readonly #db: Database;

  constructor(db: Database, path: string) {
    this.#db = db;
    this.path = path;
  }

  /** For all live sessions of this program: one. */
  liveRecorder(): LiveRecorder {
    return new LiveRecorder(this.#db, this.path);
  }

  recorder(run: string): RunRecorder {
    return new RunRecorder(this.#db, this.path, run);
  }

  /** Recorded events after `seq`, in order, of one run or of all: all that a view may show. */
  after(seq: number, limit: number, run?: string): readonly RecordedEvent[] {
    const ofRun = run === undefined ? '' : 'AND experiment_id = @run';
    const sql = `SELECT seq, body FROM event WHERE seq > @seq ${ofRun} ORDER BY seq LIMIT @limit`;
    const rows = this.#do(() => this.#db.prepare(sql).all({ seq, limit, run })) as { seq: number; body: string }[];
    return rows.map((row) => ({ seq: row.seq, event: readJson(row.body) as RunEvent }));
  }

  /** All events of a run, read as they are asked for: ask for all of them at once, nothing is written in between. */
  *events(run: string): Generator<RunEvent> {
    const rows = this.#db.prepare('SELECT body FROM event WHERE experiment_id = ? ORDER BY seq').pluck().iterate(run);
    for (const body of rows) yield readJson(body as string) as RunEvent;
  }

  /** Folds what was recorded of a run into its result and keeps it. */
  conclude(run: string): ExperimentResult {
    const result = this.#do(() => summarize(this.events(run), run));
    this.saveResult(result);
    return result;
  }

  saveResult(result: ExperimentResult): void {
    this.together(() => new Rows(this.#db).result(result));
  }

  /** The latest first. */
  list({ text, limit = defaultLimit }: HistoryQuery = {}): readonly HistoryEntry[] {
    const like = text === undefined ? null : `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    return this.#do(() => this.#db.prepare(listing).all({ like, limit })) as HistoryEntry[];
  }

  /** @throws HalfopenError `experiment-not-found`, `experiment-ambiguous`. */
  find(idOrStart: string): string {
    const ids = this.#do(() =>
      this.#db
        .prepare(`SELECT id FROM experiment WHERE lower(substr(id, 1, length(@start))) = @start ORDER BY id LIMIT 6`)
        .pluck()
        .all({ start: idOrStart.toLowerCase() }),
    ) as string[];
    const [first] = ids;
    if (first === undefined || idOrStart === '') throw notFound(this.path, idOrStart);
    if (ids.length === 1 || first.length === idOrStart.length) return first;
    throw new HalfopenError({
      code: 'experiment-ambiguous',
      fault: 'input',
      message: `"${idOrStart}" is the beginning of several ids: ${ids.join(', ')}.`,
      hint: 'Give more letters of the id.',
      given: idOrStart,
    });
  }

  /** The result of one experiment; of one that still runs, what is there so far. */
  get(idOrStart: string): ExperimentResult {
    const id = this.find(idOrStart);
    const kept = this.#do(() => this.#db.prepare('SELECT result FROM experiment WHERE id = ?').pluck().get(id));
    return typeof kept === 'string'
      ? (readJson(kept) as ExperimentResult)
      : this.#do(() => summarize(this.events(id), id));
  }

  /**
   * Forgets experiments with their trials and events: all of them or, when one cannot be, none.
   * @returns their whole ids.
   * @throws HalfopenError as `find`, and `experiment-running`.
   */
  delete(...idsOrStarts: readonly string[]): readonly string[] {
    return this.together(() => {
      const ids = idsOrStarts.map((idOrStart) => this.find(idOrStart));
      for (const id of ids) {
        if (this.statusOf(id) === 'running') throw running(id);
        this.#db.prepare('DELETE FROM experiment WHERE id = ?').run(id);
      }
      return ids;
    });
  }

  has(id: string): boolean {
    return this.statusOf(id) !== null;
  }

  /** By the whole id; null for one that is not there. */
  statusOf(id: string): HistoryEntry['status'] | null {
    const status = this.#do(() => this.#db.prepare('SELECT status FROM experiment WHERE id = ?').pluck().get(id));
    return (status as HistoryEntry['status'] | undefined) ?? null;
  }

  /** A finished experiment from elsewhere: all or nothing. */
  takeIn(result: ExperimentResult, events: readonly RunEvent[]): void {
    this.together(() => {
      const rows = new Rows(this.#db);
      rows.result(result);
      for (const event of events) rows.event(result.id, event);
    });
  }

  /** More events of a run that is here, or that begins with them. `conclude` makes them count. */
  add(run: string, events: readonly RunEvent[]): void {
    this.together(() => {
      const rows = new Rows(this.#db);
      for (const event of events) {
        if (event.type === 'started') rows.begin(run, event);
        rows.event(run, event);
      }
    });
  }

  /** Everything that `work` changes, or nothing; no other process writes in the meantime. */
  together<T>(work: () => T): T {
    return this.#do(() => (this.#db.inTransaction ? work() : this.#db.transaction(work).immediate()));
  }

  close(): void {
    this.#db.close();
  }

  #do<T>(work: () => T): T {
    return guarded(this.path, work);
  }
}

const notFound = (path: string, given: string): HalfopenError =>
  new HalfopenError({
    code: 'experiment-not-found',
    fault: 'input',
    message: `No experiment in ${path} has an id that begins with "${given}".`,
    hint: 'See "halfopen history list".',
    given,
  });

const running = (id: string): HalfopenError =>
  new HalfopenError({
    code: 'experiment-running',
    fault: 'input',
    message: `Experiment ${id} is still running.`,
    hint: 'Cancel it first.',
    given: id,
  });
