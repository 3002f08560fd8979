/** One page of the list of experiments, filtered and sorted: SQL over the small rows (`entry`). */
import type { Database } from 'better-sqlite3';
import type {
  HistoryFilter,
  HistoryPage,
  HistoryPageEntry,
  HistoryPageQuery,
  HistorySortField,
} from '#model/history-query.ts';

export interface Conditions {
  readonly where: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Not deleted, and every word of the text is in the name, the note or a tag, or the id begins with it. */
export function visibleWith(text: string): Conditions {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const places = words.map(
    (_, index) =>
      `(instr(words, @word${index}) > 0 OR substr(lower(experiment_id), 1, length(@word${index})) = @word${index})`,
  );
  return {
    where: ['deleted_at_ms IS NULL', ...places].join(' AND '),
    values: Object.fromEntries(words.map((word, index) => [`word${index}`, word])),
  };
}

/** Running experiments come first, then the others by how they ended. */
const statusOrder = `CASE status WHEN 'running' THEN 0 WHEN 'complete' THEN 1 WHEN 'partial' THEN 2 ELSE 3 END`;

/** Experiments without a value come last, in both directions. */
const sortBy: Readonly<Record<HistorySortField, string>> = {
  startedAt: 'started_at',
  name: 'name COLLATE NOCASE',
  durationMs: 'duration_ms',
  trials: 'trials',
  agreement: 'CASE WHEN judged > 0 THEN 1.0 * within_prediction / judged END',
  status: statusOrder,
};

/** Whether the experiment of an `entry` ran in virtual time, on a model of the kernel. */
export const isSimulated = `EXISTS (SELECT 1 FROM experiment
  WHERE id = experiment_id AND iif(json_valid(host), host ->> '$.simulated', 0))`;

/** More values than a person looks through. */
const mostKnown = 200;

/** SQLite has no booleans. */
type Row = Omit<HistoryPageEntry, 'starred' | 'simulated' | 'tags'> & { starred: number; simulated: number };

/**
 * A count as a view can take it. Older versions imported plans with more trials than a number counts exactly, and one
 * such row must not hide the others.
 */
const shownCount = (count: number): number => Math.min(Math.max(0, count), Number.MAX_SAFE_INTEGER);

export function pageOf(db: Database, query: HistoryPageQuery): HistoryPage {
  const { sort, offset, limit } = query;
  const { where, values } = conditions(query);
  const direction = sort.descending ? 'DESC' : 'ASC';
  const total = db.prepare(`SELECT count(*) FROM entry WHERE ${where}`).pluck().get(values) as number;
  const rows = db
    .prepare(
      `SELECT experiment_id AS id, name, status, started_at AS startedAt, duration_ms AS durationMs, host, detectors,
         faults, planned_trials AS plannedTrials, trials, detected, false_alarms AS falseAlarms, invalid, judged,
         within_prediction AS withinPrediction, note, starred, ${isSimulated} AS simulated
       FROM entry WHERE ${where}
       ORDER BY ${sortBy[sort.by]} ${direction} NULLS LAST, started_at DESC, experiment_id DESC
       LIMIT @limit OFFSET @offset`,
    )
    .all({ ...values, limit, offset }) as Row[];
  const tags = db.prepare('SELECT name FROM tag WHERE experiment_id = ? ORDER BY name').pluck();
  const entries = rows.map((row) => ({
    ...row,
    plannedTrials: shownCount(row.plannedTrials),
    starred: row.starred === 1,
    simulated: row.simulated === 1,
    tags: tags.all(row.id) as string[],
  }));
  const all = db.prepare('SELECT count(*) FROM entry WHERE deleted_at_ms IS NULL').pluck().get() as number;
  return { total, all, entries, known: knownValues(db) };
}

function conditions({ text, filters }: HistoryPageQuery): Conditions {
  const { where, values } = visibleWith(text);
  const parts = filters.map((filter, index) => `${filter.not ? 'NOT ' : ''}(${condition(filter, `filter${index}`)})`);
  const wanted = filters.map((filter, index) => [`filter${index}`, JSON.stringify(filter.values)] as const);
  return { where: [where, ...parts].join(' AND '), values: { ...values, ...Object.fromEntries(wanted) } };
}

/** The parameter `name` is bound to the wanted values as a JSON array. */
function condition({ field }: HistoryFilter, name: string): string {
  const wanted = `(SELECT value FROM json_each(@${name}))`;
  if (field === 'status') return `status IN ${wanted}`;
  if (field === 'starred') return `iif(starred, 'yes', 'no') IN ${wanted}`;
  return `experiment_id IN (SELECT experiment_id FROM facet WHERE field = '${field}' AND value IN ${wanted})`;
}

/** Every value that occurs in the history, the commonest first. */
function knownValues(db: Database): HistoryPage['known'] {
  const values = db.prepare('SELECT value FROM facet_count WHERE field = ? ORDER BY n DESC, value LIMIT ?').pluck();
  const known = (field: keyof HistoryPage['known']) => values.all(field, mostKnown) as string[];
  return {
    tag: known('tag'),
    detector: known('detector'),
    fault: known('fault'),
    traffic: known('traffic'),
    host: known('host'),
  };
}
