import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import type { HistoryChange, HistoryPage, HistoryPageQuery, Preferences } from '#model/history-query.ts';
import { arrivalsByTrial } from '#model/replay/trace.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import { Changes, running } from './change.ts';
import type { Kept } from './change.ts';
import { forget, forgettable, outlived } from './clearing.ts';
import { parsed, readJson } from '../file/json.ts';
import { LiveRecorder } from '../writing/session-writer.ts';
import { listOf } from './list.ts';
import type { HistoryEntry, HistoryQuery } from './list.ts';
import { pageOf } from './page.ts';
import { readPreferences, writePreferences } from './preferences.ts';
import { Presence } from '../file/presence.ts';
import { Rows } from '../writing/experiment-rows.ts';
import { guarded } from '../file/troubles.ts';
import { RunRecorder } from '../writing/experiment-writer.ts';

/** Every experiment that was ever run against this file. */
export class History {
  readonly path: string;
  readonly #db: Database;
  readonly #changes: Changes;

  constructor(db: Database, path: string) {
    this.#db = db;
    this.#changes = new Changes(db, path);
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
    yield* parsed(this.#db.prepare('SELECT body FROM event WHERE experiment_id = ? ORDER BY seq').pluck().iterate(run));
  }

  /** How many heartbeats each trial of a run received; trials with fewer than two are left out. */
  arrivals(run: string): ReadonlyMap<number, number> {
    const inputs = this.#db.prepare(`SELECT body FROM event WHERE experiment_id = ? AND type = 'input'`).pluck();
    return this.#do(() => arrivalsByTrial(parsed(inputs.iterate(run))));
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
  list(query: HistoryQuery = {}): readonly HistoryEntry[] {
    return this.#do(() => listOf(this.#db, query));
  }

  /** @throws HalfopenError `experiment-not-found`, `experiment-ambiguous`. */
  find(idOrStart: string): string {
    const ids = this.#do(() =>
      this.#db
        .prepare(
          `SELECT experiment_id FROM entry
           WHERE deleted_at_ms IS NULL AND lower(substr(experiment_id, 1, length(@start))) = @start
           ORDER BY experiment_id LIMIT 6`,
        )
        .pluck()
        .all({ start: idOrStart.toLowerCase() }),
    ) as string[];
    const [first] = ids;
    if (first === undefined || idOrStart === '') throw notFound(this.path, idOrStart);
    if (ids.length === 1 || first.length === idOrStart.length) return first;
    throw new HalfopenError({
      code: 'experiment-ambiguous',
      fault: 'input',
      message: `"${idOrStart}" matches several IDs: ${ids.join(', ')}.`,
      hint: 'Give more characters of the ID.',
      given: idOrStart,
    });
  }

  /** The result of one experiment; of one that still runs, what is there so far. */
  get(idOrStart: string): ExperimentResult {
    const id = this.find(idOrStart);
    const kept = this.#do(() => this.#db.prepare('SELECT name, result FROM experiment WHERE id = ?').get(id));
    const { name, result } = kept as { name: string; result: string | null };
    const measured =
      result === null ? this.#do(() => summarize(this.events(id), id)) : (readJson(result) as ExperimentResult);
    // It may have been given another name since.
    return measured.name === name ? measured : { ...measured, name };
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

  /** One page of the experiments that match, with what there is to filter by. */
  page(query: HistoryPageQuery): HistoryPage {
    return this.#do(() => pageOf(this.#db, query));
  }

  /** @throws HalfopenError `experiment-not-found`; then nothing was changed. */
  change(ids: readonly string[], change: HistoryChange): void {
    this.together(() => this.#changes.change(ids, change));
  }

  /**
   * Takes experiments out of sight; `unhide` brings them back, `clear` forgets them later.
   * @throws HalfopenError `experiment-not-found`, `experiment-running`; then nothing was changed.
   */
  hide(ids: readonly string[]): void {
    this.together(() => this.#changes.hide(ids, Date.now()));
  }

  /** @throws HalfopenError `experiment-not-found` for one that is gone for good; then nothing was changed. */
  unhide(ids: readonly string[]): void {
    this.together(() => this.#changes.show(ids));
  }

  isHidden(id: string): boolean {
    return this.#do(() => this.#changes.isHidden(id));
  }

  /** What a person added to it. */
  kept(id: string): Kept {
    return this.#do(() => this.#changes.kept(id));
  }

  /** Hides what the preferences no longer keep, and tells what was hidden long enough to be forgotten. */
  clearable(): readonly string[] {
    return this.together(() => {
      const forgotten = forgettable(this.#db, Date.now());
      const { keepDays } = readPreferences(this.#db);
      if (keepDays !== null) this.#changes.hide(outlived(this.#db, keepDays, Date.now()), Date.now());
      return forgotten;
    });
  }

  /** Forgets one that is hidden, with its trials and events. One that came back meanwhile stays. */
  clear(id: string): void {
    this.together(() => forget(this.#db, id, Date.now()));
  }

  /** Says that this program shows the history, so that no other forgets what it may show. */
  present(): Presence {
    return this.#do(() => new Presence(this.#db));
  }

  /** Grows with every change that a list shows, by whatever process. */
  revision(): number {
    return this.#do(() => this.#db.prepare('SELECT n FROM revision').pluck().get()) as number;
  }

  /** Writes a little, really: what is not to be kept need not be begun. @throws HalfopenError why not. */
  proveWritable(): void {
    this.together(() => this.#db.exec('UPDATE revision SET n = n + 1'));
  }

  preferences(): Preferences {
    return this.#do(() => readPreferences(this.#db));
  }

  setPreferences(changes: Partial<Preferences>): Preferences {
    this.together(() => writePreferences(this.#db, changes));
    return this.preferences();
  }

  /** What decides about the trials of a run: the events of these types after `seq`, in order. */
  milestones(run: string, seq: number, limit: number): readonly RecordedEvent[] {
    return this.#recorded(`seq > @seq AND type IN ('started', 'fault', 'healed', 'trial-ended', 'ended')`, {
      run,
      seq,
      limit,
    });
  }

  /** Everything that was told of one trial, in order. No index helps: it would cost every event of a run more. */
  trialEvents(run: string, trial: number): readonly RecordedEvent[] {
    return this.#recorded('trial = @trial', { run, trial, limit: -1 });
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

  #recorded(where: string, values: object): readonly RecordedEvent[] {
    const sql = `SELECT seq, body FROM event WHERE experiment_id = @run AND ${where} ORDER BY seq LIMIT @limit`;
    const rows = this.#do(() => this.#db.prepare(sql).all(values)) as { seq: number; body: string }[];
    return rows.map(({ seq, body }) => ({ seq, event: readJson(body) as RunEvent }));
  }

  #do<T>(work: () => T): T {
    return guarded(this.path, work);
  }
}

const notFound = (path: string, given: string): HalfopenError =>
  new HalfopenError({
    code: 'experiment-not-found',
    fault: 'input',
    message: `No experiment in ${path} has an ID that begins with "${given}".`,
    hint: 'See "halfopen history list".',
    given,
  });
