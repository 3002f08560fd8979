/** The plain list of experiments. */
import type { Database } from 'better-sqlite3';
import type { ExperimentStatus } from '#model/result/result.ts';
import { visibleWith, isSimulated } from './page.ts';

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
  /** Trials that were compared with a prediction, and how many of them agree. None are compared while it runs. */
  readonly judged: number;
  readonly withinPrediction: number;
  readonly simulated: boolean;
}

export interface HistoryQuery {
  /** Searched for in the name, the note, the tags and the beginning of the id; any case. */
  readonly text?: string;
  readonly limit?: number;
}

const defaultLimit = 1000;

const listed = `experiment_id AS id, name, status, started_at AS startedAt, duration_ms AS durationMs, trials, detected,
  false_alarms AS falseAlarms, invalid, judged, within_prediction AS withinPrediction, ${isSimulated} AS simulated`;

/** Experiments that match, the latest first. */
export function listOf(db: Database, { text = '', limit = defaultLimit }: HistoryQuery): readonly HistoryEntry[] {
  const { where, values } = visibleWith(text);
  const sql = `SELECT ${listed} FROM entry WHERE ${where} ORDER BY started_at DESC, experiment_id DESC LIMIT @limit`;
  const rows = db.prepare(sql).all({ ...values, limit }) as (Omit<HistoryEntry, 'simulated'> & { simulated: number })[];
  return rows.map((row) => ({ ...row, simulated: row.simulated === 1 }));
}
