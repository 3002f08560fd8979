import type { Database } from 'better-sqlite3';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import type { HistoryChange, HistoryPage, HistoryPageQuery, Preferences } from '#model/history-query.ts';
import type { SessionId } from '#model/live/live.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { explainingErrors } from './file/sqlite-errors.ts';
import { ExperimentEdits, running } from './managing/experiment-edits.ts';
import type { Annotations } from './managing/experiment-edits.ts';
import { readPreferences, writePreferences } from './managing/preferences.ts';
import { expired, prunable, prune } from './managing/retention.ts';
import { OpenMarker } from './owners/open-marker.ts';
import { isAlive, isThisProcess } from './owners/owner.ts';
import type { Owner } from './owners/owner.ts';
import { ExperimentReader } from './reading/experiments.ts';
import { listOf } from './reading/list.ts';
import type { HistoryEntry, HistoryQuery } from './reading/list.ts';
import { pageOf } from './reading/page.ts';
import type { ImportedSessions } from './transfer/imported.ts';
import type { RescuedSessions } from './transfer/rescue.ts';
import { SessionImport } from './transfer/rescued-sessions.ts';
import { ExperimentRecorder } from './writing/experiment-recorder.ts';
import { ExperimentRows } from './writing/experiment-rows.ts';
import { SessionRecorder } from './writing/session-recorder.ts';

export interface RecordedElsewhere {
  readonly runs: ReadonlySet<string>;
  readonly sessions: ReadonlySet<SessionId>;
}

/** One database file: its experiments, its live sessions and the person's preferences. */
export class History {
  readonly path: string;
  readonly #db: Database;
  readonly #reader: ExperimentReader;
  readonly #edits: ExperimentEdits;
  /** Those that are open, and the last ones that were closed. */
  readonly #recorders = new Map<string, ExperimentRecorder>();
  readonly #sessionRecorders: SessionRecorder[] = [];
  #elsewhere: RecordedElsewhere = { runs: new Set(), sessions: new Set() };

  constructor(db: Database, path: string) {
    this.#db = db;
    this.#reader = new ExperimentReader(db, path);
    this.#edits = new ExperimentEdits(db, path);
    this.path = path;
  }

  /** A program needs one, for all its live sessions. */
  sessionRecorder(): SessionRecorder {
    const recorder = new SessionRecorder(this.#db, this.path);
    this.#sessionRecorders.push(recorder);
    return recorder;
  }

  recorder(run: string): ExperimentRecorder {
    for (const [id, { isOpen }] of this.#recorders) if (!isOpen) this.#recorders.delete(id);
    const recorder = new ExperimentRecorder(this.#db, this.path, run);
    this.#recorders.set(run, recorder);
    return recorder;
  }

  /** Another thread of this process has opened the history, too, and records these. An import leaves them alone. */
  noteRecordedElsewhere(recorded: RecordedElsewhere): void {
    this.#elsewhere = recorded;
  }

  /** The process that records the run now; null when none does. */
  recordingProcess(run: string): Owner | null {
    const sql = `SELECT owner_pid AS pid, owner_since AS since, owner_seen_ms AS seenMs
                 FROM experiment WHERE id = ? AND status = 'running' AND owner_pid IS NOT NULL`;
    const owner = this.#do(() => this.#db.prepare(sql).get(run)) as Owner | undefined;
    if (owner === undefined || !isAlive(owner)) return null;
    const isOpenHere = this.#recorders.get(run)?.isOpen === true || this.#elsewhere.runs.has(run);
    return isThisProcess(owner) && !isOpenHere ? null : owner;
  }

  /** Recorded events after `seq`, in order, of one run or of all. A view shows no others. */
  after(seq: number, limit: number, run?: string): readonly RecordedEvent[] {
    return this.#do(() => this.#reader.after(seq, limit, run));
  }

  /** All events of a run, read lazily. Take all of them at once: the connection cannot write before the last one. */
  events(run: string): Generator<RunEvent> {
    return this.#reader.events(run);
  }

  eventCount(run: string): number {
    return this.#do(() => this.#reader.eventCount(run));
  }

  /** How many heartbeats each trial of a run received. Trials with fewer than two are left out. */
  arrivals(run: string): ReadonlyMap<number, number> {
    return this.#do(() => this.#reader.arrivals(run));
  }

  /** Computes the result of a run from its recorded events, and saves it. */
  conclude(run: string): ExperimentResult {
    const result = this.#do(() => this.#reader.summary(run));
    this.saveResult(result);
    return result;
  }

  /** A run that is over without a result that could be saved: it becomes partial, as after a crash. */
  abandon(run: string): void {
    this.transaction(() => new ExperimentRows(this.#db).markPartial(run));
  }

  saveResult(result: ExperimentResult): void {
    this.transaction(() => new ExperimentRows(this.#db).result(result));
    this.#recorders.get(result.id)?.conclude();
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
    return this.#do(() => this.#reader.find(idOrStart));
  }

  /**
   * The result of one experiment. For one that still runs: computed from the events so far.
   * @throws HalfopenError as `find`, and `experiment-unreadable`.
   */
  get(idOrStart: string): ExperimentResult {
    return this.#do(() => this.#reader.result(this.#reader.find(idOrStart)));
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
    const condition = `seq > @seq AND type IN ('started', 'fault', 'healed', 'trial-ended', 'ended')`;
    return this.#do(() => this.#reader.eventsWhere(condition, { run, seq, limit }));
  }

  /** All events of one trial, in order. There is no index for it: it would slow down the recording of every event. */
  trialEvents(run: string, trial: number): readonly RecordedEvent[] {
    return this.#do(() => this.#reader.eventsWhere('trial = @trial', { run, trial, limit: -1 }));
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

  /** @throws HalfopenError `import-invalid`. */
  importSessions(rescued: RescuedSessions): ImportedSessions {
    const isOpenHere = (session: SessionId): boolean =>
      this.#elsewhere.sessions.has(session) || this.#sessionRecorders.some((each) => each.hasOpen(session));
    return this.#do(() => new SessionImport(this.#db, rescued, isOpenHere).run());
  }

  /** Applies everything that `work` changes, or nothing. No other process writes meanwhile. */
  transaction<T>(work: () => T): T {
    return this.#do(() => (this.#db.inTransaction ? work() : this.#db.transaction(work).immediate()));
  }

  close(): void {
    this.#db.close();
  }

  #do<T>(work: () => T): T {
    return explainingErrors(this.path, work);
  }
}
