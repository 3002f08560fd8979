import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import type { HistoryChange, HistoryPage, HistoryPageQuery, Preferences } from '#model/history-query.ts';
import { arrivalsByTrial } from '#model/replay/trace.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import { explainingErrors } from './file/sqlite-errors.ts';
import { parseEvents, parseStored } from './file/stored-json.ts';
import { ExperimentEdits, running } from './managing/experiment-edits.ts';
import type { Annotations } from './managing/experiment-edits.ts';
import { readPreferences, writePreferences } from './managing/preferences.ts';
import { expired, prunable, prune } from './managing/retention.ts';
import { OpenMarker } from './owners/open-marker.ts';
import { listOf } from './reading/list.ts';
import type { HistoryEntry, HistoryQuery } from './reading/list.ts';
import { pageOf } from './reading/page.ts';
import { ExperimentRecorder } from './writing/experiment-recorder.ts';
import { ExperimentRows } from './writing/experiment-rows.ts';
import { SessionRecorder } from './writing/session-recorder.ts';

/** One database file: its experiments, its live sessions and the person's preferences. */
export class History {
  readonly path: string;
  readonly #db: Database;
  readonly #edits: ExperimentEdits;

  constructor(db: Database, path: string) {
    this.#db = db;
    this.#edits = new ExperimentEdits(db, path);
    this.path = path;
  }

  /** A program needs one, for all its live sessions. */
  sessionRecorder(): SessionRecorder {
    return new SessionRecorder(this.#db, this.path);
  }

  recorder(run: string): ExperimentRecorder {
    return new ExperimentRecorder(this.#db, this.path, run);
  }

  /** Recorded events after `seq`, in order, of one run or of all. A view shows no others. */
  after(seq: number, limit: number, run?: string): readonly RecordedEvent[] {
    const ofRun = run === undefined ? '' : 'AND experiment_id = @run';
    const sql = `SELECT seq, body FROM event WHERE seq > @seq ${ofRun} ORDER BY seq LIMIT @limit`;
    const rows = this.#do(() => this.#db.prepare(sql).all({ seq, limit, run })) as { seq: number; body: string }[];
    return rows.map((row) => ({ seq: row.seq, event: parseStored(row.body) as RunEvent }));
  }

  /** All events of a run, read lazily. Take all of them at once: the connection cannot write before the last one. */
  *events(run: string): Generator<RunEvent> {
    yield* parseEvents(
      this.#db.prepare('SELECT body FROM event WHERE experiment_id = ? ORDER BY seq').pluck().iterate(run),
    );
  }

  /** How many heartbeats each trial of a run received. Trials with fewer than two are left out. */
  arrivals(run: string): ReadonlyMap<number, number> {
    const inputs = this.#db.prepare(`SELECT body FROM event WHERE experiment_id = ? AND type = 'input'`).pluck();
    return this.#do(() => arrivalsByTrial(parseEvents(inputs.iterate(run))));
  }

  /** Computes the result of a run from its recorded events, and saves it. */
  conclude(run: string): ExperimentResult {
    const result = this.#do(() => summarize(this.events(run), run));
    this.saveResult(result);
    return result;
  }

  /** A run that is over without a result that could be saved: it becomes partial, as after a crash. */
  abandon(run: string): void {
    this.transaction(() => new ExperimentRows(this.#db).markPartial(run));
  }

  saveResult(result: ExperimentResult): void {
    this.transaction(() => new ExperimentRows(this.#db).result(result));
  }

  /** Experiments that match, the latest first. */
  list(query: HistoryQuery = {}): readonly HistoryEntry[] {
    return this.#do(() => listOf(this.#db, query));
  }

  /**
   * The whole id of an experiment, from its beginning.
   * @throws HalfopenError `experiment-not-found`, `experiment-ambiguous`.
   */
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

  /** The result of one experiment. For one that still runs: computed from the events so far. */
  get(idOrStart: string): ExperimentResult {
    const id = this.find(idOrStart);
    const row = this.#do(() => this.#db.prepare('SELECT name, result FROM experiment WHERE id = ?').get(id));
    const { name, result } = row as { name: string; result: string | null };
    const measured =
      result === null ? this.#do(() => summarize(this.events(id), id)) : (parseStored(result) as ExperimentResult);
    // It may have been renamed since.
    return measured.name === name ? measured : { ...measured, name };
  }

  /**
   * Removes experiments for good, with their trials and events: all of them or, when one cannot be removed, none.
   * @returns their whole ids.
   * @throws HalfopenError as `find`, and `experiment-running`.
   */
  delete(...idsOrStarts: readonly string[]): readonly string[] {
    return this.transaction(() => {
      const ids = idsOrStarts.map((idOrStart) => this.find(idOrStart));
      for (const id of ids) {
        if (this.statusOf(id) === 'running') throw running(id);
        this.#db.prepare('DELETE FROM experiment WHERE id = ?').run(id);
      }
      return ids;
    });
  }

  /** One page of the experiments that match, with the values that can be filtered by. */
  page(query: HistoryPageQuery): HistoryPage {
    return this.#do(() => pageOf(this.#db, query));
  }

  /** @throws HalfopenError `experiment-not-found`; then nothing was changed. */
  change(ids: readonly string[], change: HistoryChange): void {
    this.transaction(() => this.#edits.change(ids, change));
  }

  /**
   * Marks experiments as deleted. `unhide` restores them, `prune` removes them for good.
   * @throws HalfopenError `experiment-not-found`, `experiment-running`; then nothing was changed.
   */
  hide(ids: readonly string[]): void {
    this.transaction(() => this.#edits.hide(ids, Date.now()));
  }

  /** @throws HalfopenError `experiment-not-found` for one that was removed for good; then nothing was changed. */
  unhide(ids: readonly string[]): void {
    this.transaction(() => this.#edits.unhide(ids));
  }

  isHidden(id: string): boolean {
    return this.#do(() => this.#edits.isHidden(id));
  }

  /** What a person added to an experiment. */
  annotations(id: string): Annotations {
    return this.#do(() => this.#edits.annotations(id));
  }

  /**
   * Hides the experiments that are older than the preferences want to keep.
   * @returns the ids that were hidden long enough ago to be pruned.
   */
  applyRetention(): readonly string[] {
    return this.transaction(() => {
      const ids = prunable(this.#db, Date.now());
      const { keepDays } = readPreferences(this.#db);
      if (keepDays !== null) this.#edits.hide(expired(this.#db, keepDays, Date.now()), Date.now());
      return ids;
    });
  }

  /** Removes a hidden experiment for good, with its trials and events. One that was restored meanwhile stays. */
  prune(id: string): void {
    this.transaction(() => prune(this.#db, id, Date.now()));
  }

  /** Marks the history as open in this program, so that no other program prunes what it may show. */
  markOpen(): OpenMarker {
    return this.#do(() => new OpenMarker(this.#db));
  }

  /** A number that grows with every change that a list shows, whichever process made it. */
  revision(): number {
    return this.#do(() => this.#db.prepare('SELECT n FROM revision').pluck().get()) as number;
  }

  /** Writes a small change, so that no run is started that cannot be recorded. @throws HalfopenError why not. */
  proveWritable(): void {
    this.transaction(() => this.#db.exec('UPDATE revision SET n = n + 1'));
  }

  preferences(): Preferences {
    return this.#do(() => readPreferences(this.#db));
  }

  setPreferences(changes: Partial<Preferences>): Preferences {
    this.transaction(() => writePreferences(this.#db, changes));
    return this.preferences();
  }

  /** The events of a run after `seq` that decide about its trials, in order. */
  milestones(run: string, seq: number, limit: number): readonly RecordedEvent[] {
    return this.#recorded(`seq > @seq AND type IN ('started', 'fault', 'healed', 'trial-ended', 'ended')`, {
      run,
      seq,
      limit,
    });
  }

  /** All events of one trial, in order. There is no index for it: it would slow down the recording of every event. */
  trialEvents(run: string, trial: number): readonly RecordedEvent[] {
    return this.#recorded('trial = @trial', { run, trial, limit: -1 });
  }

  has(id: string): boolean {
    return this.statusOf(id) !== null;
  }

  /** By the whole id. Null when there is no such experiment. */
  statusOf(id: string): HistoryEntry['status'] | null {
    const status = this.#do(() => this.#db.prepare('SELECT status FROM experiment WHERE id = ?').pluck().get(id));
    return (status as HistoryEntry['status'] | undefined) ?? null;
  }

  /** Adds a finished experiment from elsewhere: all of it or nothing. */
  importExperiment(result: ExperimentResult, events: readonly RunEvent[]): void {
    this.transaction(() => {
      const rows = new ExperimentRows(this.#db);
      rows.result(result);
      for (const event of events) rows.event(result.id, event);
    });
  }

  /** Adds events to a run that is here, or that begins with them. `conclude` then computes the result. */
  addEvents(run: string, events: readonly RunEvent[]): void {
    this.transaction(() => {
      const rows = new ExperimentRows(this.#db);
      for (const event of events) {
        if (event.type === 'started') rows.begin(run, event);
        rows.event(run, event);
      }
    });
  }

  /** Applies everything that `work` changes, or nothing. No other process writes meanwhile. */
  transaction<T>(work: () => T): T {
    return this.#do(() => (this.#db.inTransaction ? work() : this.#db.transaction(work).immediate()));
  }

  close(): void {
    this.#db.close();
  }

  #recorded(where: string, values: object): readonly RecordedEvent[] {
    const sql = `SELECT seq, body FROM event WHERE experiment_id = @run AND ${where} ORDER BY seq LIMIT @limit`;
    const rows = this.#do(() => this.#db.prepare(sql).all(values)) as { seq: number; body: string }[];
    return rows.map(({ seq, body }) => ({ seq, event: parseStored(body) as RunEvent }));
  }

  #do<T>(work: () => T): T {
    return explainingErrors(this.path, work);
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
