/** One page of the history: what matches, in the order that was asked for, with what can be filtered by. */
import type { Database } from 'better-sqlite3';
import type {
  HistoryFilter,
  HistoryPage,
  HistoryPageEntry,
  HistoryPageQuery,
  HistorySortField,
} from '#model/history-query.ts';

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const order: Readonly<Record<HistorySortField, string>> = {
  startedAt: 'e.started_at',
  name: 'e.name COLLATE NOCASE',
  durationMs: 'e.duration_ms',
  trials: 'coalesce(e.trials, 0)',
  agreement: 'CASE WHEN e.judged > 0 THEN 1.0 * e.within_prediction / e.judged END',
  status: 'e.status',
};

/** A run that goes on is counted as it stands; one that is over has its counts beside it. */
const columns = `
  e.id, e.name, e.status, e.started_at AS startedAt, e.duration_ms AS durationMs, e.note, e.starred,
  (SELECT value FROM facet WHERE experiment_id = e.id AND field = 'host') AS host,
  json_array_length(e.plan, '$.detectors') AS detectors, json_array_length(e.plan, '$.faults') AS faults,
  json_array_length(e.plan, '$.traffic') * json_extract(e.plan, '$.repeats')
    * json_array_length(e.plan, '$.detectors') * json_array_length(e.plan, '$.faults') AS plannedTrials,
  coalesce(e.trials, (SELECT count(*) FROM trial WHERE experiment_id = e.id)) AS trials,
  coalesce(e.detected, (SELECT count(*) FROM trial WHERE experiment_id = e.id AND outcome = 'detected')) AS detected,
  coalesce(e.false_alarms, (SELECT count(*) FROM trial WHERE experiment_id = e.id AND outcome = 'false-alarm'))
    AS falseAlarms,
  coalesce(e.invalid, (SELECT count(*) FROM trial WHERE experiment_id = e.id AND outcome = 'invalid')) AS invalid,
  coalesce(e.judged, 0) AS judged, coalesce(e.within_prediction, 0) AS withinPrediction,
  (SELECT json_group_array(name) FROM (SELECT name FROM tag WHERE experiment_id = e.id ORDER BY name)) AS tags`;

export function pageOf(db: Database, query: HistoryPageQuery): HistoryPage {
  const conditions = [inSight, ...textCondition(query.text), ...query.filters.map(filterCondition)];
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  const values = conditions.flatMap((condition) => condition.values);
  const direction = query.sort.descending ? 'DESC' : 'ASC';
  const sort = order[query.sort.by];
  const rows = db
    .prepare(
      `SELECT ${columns} FROM experiment e WHERE ${where}
       ORDER BY ${sort} IS NULL, ${sort} ${direction}, e.id ${direction} LIMIT ? OFFSET ?`,
    )
    .all(...values, query.limit, query.offset) as Row[];
  return {
    total: db
      .prepare(`SELECT count(*) FROM experiment e WHERE ${where}`)
      .pluck()
      .get(...values) as number,
    all: db.prepare('SELECT count(*) FROM experiment e WHERE e.deleted_at IS NULL').pluck().get() as number,
    entries: rows.map(entryOf),
    known: knownOf(db),
  };
}

type Row = Omit<HistoryPageEntry, 'starred' | 'tags' | 'host'> & {
  readonly starred: number;
  readonly tags: string;
  readonly host: string | null;
};

const entryOf = ({ starred, tags, host, ...row }: Row): HistoryPageEntry => ({
  ...row,
  starred: starred === 1,
  tags: JSON.parse(tags) as string[],
  host: host ?? '',
});

const inSight: Condition = { sql: 'e.deleted_at IS NULL', values: [] };

/** Every word must be somewhere: in the name, the note or a tag, or at the beginning of the id. */
function textCondition(text: string): readonly Condition[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const escaped = word.replaceAll(/[\\%_]/g, String.raw`\$&`);
      const anywhere = `%${escaped}%`;
      return {
        sql: `(e.name LIKE ? ESCAPE '\\' OR e.note LIKE ? ESCAPE '\\' OR e.id LIKE ? ESCAPE '\\'
               OR EXISTS (SELECT 1 FROM tag WHERE experiment_id = e.id AND tag.name LIKE ? ESCAPE '\\'))`,
        values: [anywhere, anywhere, `${escaped}%`, anywhere],
      };
    });
}

function filterCondition({ field, values, not }: HistoryFilter): Condition {
  const marks = values.map(() => '?').join(', ');
  const negate = not ? 'NOT ' : '';
  switch (field) {
    case 'status':
      return { sql: `e.status ${negate}IN (${marks})`, values };
    case 'starred':
      return { sql: `e.starred = ${values.includes('yes') === not ? 0 : 1}`, values: [] };
    case 'tag':
      return {
        sql: `${negate}EXISTS (SELECT 1 FROM tag WHERE experiment_id = e.id AND tag.name IN (${marks}))`,
        values,
      };
    case 'detector':
    case 'fault':
    case 'traffic':
    case 'host':
      return {
        sql: `${negate}EXISTS (SELECT 1 FROM facet WHERE experiment_id = e.id AND field = ? AND value IN (${marks}))`,
        values: [field, ...values],
      };
  }
}

/** More of one kind than this is no list to choose from. */
const mostKnown = 200;

function knownOf(db: Database): HistoryPage['known'] {
  const values = (field: string): string[] =>
    db
      .prepare(
        `SELECT value FROM facet JOIN experiment e ON e.id = experiment_id
         WHERE field = ? AND e.deleted_at IS NULL GROUP BY value ORDER BY count(*) DESC, value LIMIT ${mostKnown}`,
      )
      .pluck()
      .all(field) as string[];
  const tag = db
    .prepare(
      `SELECT tag.name FROM tag JOIN experiment e ON e.id = experiment_id
       WHERE e.deleted_at IS NULL GROUP BY tag.name ORDER BY count(*) DESC, tag.name LIMIT ${mostKnown}`,
    )
    .pluck()
    .all() as string[];
  return {
    tag,
    detector: values('detector'),
    fault: values('fault'),
    traffic: values('traffic'),
    host: values('host'),
  };
}
