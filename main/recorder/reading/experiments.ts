/** Experiments as they were recorded. */
import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import { arrivalsByTrial } from '#model/replay/trace.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { parseEvents, parseStored } from '../file/stored-json.ts';
import { reading, summarizeRecorded } from './unreadable.ts';

/** What an SQL condition for events may name. */
interface EventValues {
  readonly run: string;
  /** -1 for all. */
  readonly limit: number;
  readonly seq?: number;
  readonly trial?: number;
}

export class ExperimentReader {
  readonly #db: Database;
  readonly #path: string;

  constructor(db: Database, path: string) {
    this.#db = db;
    this.#path = path;
  }

  /** Events after `seq`, in order, of one run or of all. */
  after(seq: number, limit: number, run?: string): readonly RecordedEvent[] {
    const ofRun = run === undefined ? '' : 'AND experiment_id = @run';
    const sql = `SELECT seq, body FROM event WHERE seq > @seq ${ofRun} ORDER BY seq LIMIT @limit`;
    return recordedEvents(this.#db.prepare(sql).all({ seq, limit, run }));
  }

  /** All events of a run, read lazily. */
  *events(run: string): Generator<RunEvent> {
    yield* parseEvents(
      this.#db.prepare('SELECT body FROM event WHERE experiment_id = ? ORDER BY seq').pluck().iterate(run),
    );
  }

  eventCount(run: string): number {
    return this.#db.prepare('SELECT count(*) FROM event WHERE experiment_id = ?').pluck().get(run) as number;
  }

  /** Of one run, where `condition` holds. It may name further values. */
  eventsWhere(condition: string, values: EventValues): readonly RecordedEvent[] {
    const sql = `SELECT seq, body FROM event WHERE experiment_id = @run AND ${condition} ORDER BY seq LIMIT @limit`;
    return recordedEvents(this.#db.prepare(sql).all(values));
  }

  /** How many heartbeats each trial of a run received. Trials with fewer than two are left out. */
  arrivals(run: string): ReadonlyMap<number, number> {
    const inputs = this.#db.prepare(`SELECT body FROM event WHERE experiment_id = ? AND type = 'input'`).pluck();
    return arrivalsByTrial(parseEvents(inputs.iterate(run)));
  }

  /** @throws HalfopenError `experiment-not-found`, `experiment-ambiguous`. */
  find(idOrStart: string): string {
    const ids = this.#db
      .prepare(
        `SELECT experiment_id FROM entry
         WHERE deleted_at_ms IS NULL AND lower(substr(experiment_id, 1, length(@start))) = @start
         ORDER BY experiment_id LIMIT 6`,
      )
      .pluck()
      .all({ start: idOrStart.toLowerCase() }) as string[];
    const [first] = ids;
    if (first === undefined || idOrStart === '') throw notFound(this.#path, idOrStart);
    if (ids.length === 1 || first.length === idOrStart.length) return first;
    throw new HalfopenError({
      code: 'experiment-ambiguous',
      fault: 'input',
      message: `"${idOrStart}" matches several IDs: ${ids.join(', ')}.`,
      hint: 'Give more characters of the ID.',
      given: idOrStart,
    });
  }

  /**
   * By the whole id. For one without a saved result: computed from its events so far.
   * @throws HalfopenError `experiment-unreadable`.
   */
  result(id: string): ExperimentResult {
    const row = this.#db.prepare('SELECT name, result FROM experiment WHERE id = ?').get(id);
    const { name, result } = row as { name: string; result: string | null };
    return reading(id, () => {
      const measured = result === null ? this.summary(id) : (parseStored(result) as ExperimentResult);
      // It may have been renamed since.
      return measured.name === name ? measured : { ...measured, name };
    });
  }

  /** Computed from the recorded events. @throws HalfopenError `experiment-unreadable`. */
  summary(id: string): ExperimentResult {
    return summarizeRecorded(this.events(id), id);
  }
}

const recordedEvents = (rows: readonly unknown[]): readonly RecordedEvent[] =>
  (rows as readonly { readonly seq: number; readonly body: string }[]).map(({ seq, body }) => ({
    seq,
    event: parseStored(body) as RunEvent,
  }));

const notFound = (path: string, given: string): HalfopenError =>
  new HalfopenError({
    code: 'experiment-not-found',
    fault: 'input',
    message: `No experiment in ${path} has an ID that begins with "${given}".`,
    hint: 'See "halfopen history list".',
    given,
  });
