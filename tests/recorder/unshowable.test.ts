import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { historyPageData } from '#contract/data/history.ts';
import { sessionRowData } from '#contract/data/live.ts';
import type { HistoryPageQuery } from '#model/history-query.ts';
import { exportBundle, importBundle, openHistory, readHistory } from '#recorder';
import { migrateBy } from '../../main/recorder/migrations/migrate.ts';
import { first } from '../../main/recorder/migrations/0001-first.ts';
import { story as sessionEvents } from '../model/live-story.ts';
import { failure } from './failure.ts';
import { temporaryFolder } from './folder.ts';
import { ended, finished, plan, started } from './story.ts';

const all: HistoryPageQuery = {
  text: '',
  filters: [],
  sort: { by: 'startedAt', descending: true },
  offset: 0,
  limit: 50,
};

/** A history with the experiment `good`, and whatever an older version let in. */
function historyWith(sql: string, ...values: readonly (string | number)[]): string {
  const path = join(temporaryFolder(), 'history.db');
  const history = openHistory(path);
  const recorder = history.recorder('good');
  recorder.append([started('good'), ended('good', 0, 10), finished('good')]);
  recorder.close();
  history.conclude('good');
  history.close();
  change(path, sql, ...values);
  return path;
}

function change(path: string, sql: string, ...values: readonly (string | number)[]): void {
  const db = new Database(path);
  // What is checked today was not always checked, and is not on a disk that lies.
  db.pragma('ignore_check_constraints = ON');
  for (const statement of sql.split(';').filter((each) => each.trim() !== ''))
    db.prepare(statement).run(...values.slice(0, statement.split('?').length - 1));
  db.close();
}

const host = '{"os":"Linux","kernel":"","arch":"x64","hz":250,"retries2":15,"node":"","halfopen":""}';
const row = (
  status: string,
  columns: { plan?: string; host?: string; result?: string; planned?: string } = {},
): string => `
  INSERT INTO experiment (id, name, status, started_at, plan, host, result)
    VALUES ('bad', 'bad', '${status}', '2020-01-01T00:00:00Z', ${columns.plan ?? `'{}'`}, ${columns.host ?? `'${host}'`}, ${columns.result ?? 'NULL'});
  INSERT INTO entry (experiment_id, name, status, started_at, host, detectors, faults, planned_trials)
    VALUES ('bad', 'bad', '${status}', '2020-01-01T00:00:00Z', '', 1, 1, ${columns.planned ?? '1'})`;
const begun = (repeats: number): string => JSON.stringify({ ...started('bad'), plan: { ...plan, repeats } });
const withStart = (status: string): string =>
  `${row(status)}; INSERT INTO event (experiment_id, type, at_ns, body) VALUES ('bad', 'started', 0, ?)`;

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ['plans more trials than can be counted', row('complete', { result: `'{}'`, planned: '36028797018963964' }), []],
  ['plans fewer than no trials', row('complete', { result: `'{}'`, planned: '-1' }), []],
  ['has a host that is no JSON', row('complete', { host: `'half a'`, result: `'{}'` }), []],
  ['has a plan that is no JSON', row('complete', { plan: `'half a'`, result: `'{}'` }), []],
  ['has a result that is no JSON', row('complete', { result: `'half a'` }), []],
  ['has a result that is nothing', row('complete', { result: `'null'` }), []],
  ['has no result and a plan that fills the memory', withStart('partial'), [begun(5e8)]],
  ['has no result and a plan beyond counting', withStart('partial'), [begun(2 ** 53 - 1)]],
  ['has no result and a plan that is none', withStart('partial'), ['{"run":"bad","at":0,"type":"started"}']],
  ['has no result and half an event', withStart('partial'), ['{"run":"ba']],
];

describe.each(rows)('an experiment that %s', (_what, sql, values) => {
  test('hides no other one: pages, lists, finding, export', () => {
    const path = historyWith(sql, ...values);
    for (const open of [openHistory, readHistory]) {
      const history = open(path);
      const page = historyPageData.parse(JSON.parse(JSON.stringify(history.page(all))));
      expect(page.entries.map(({ id }) => id)).toEqual(['good', 'bad']);
      expect(history.list().map(({ id }) => id)).toEqual(['good', 'bad']);
      expect(history.get('go')).toMatchObject({ id: 'good', status: 'complete' });
      const copy = openHistory(':memory:');
      expect(importBundle(copy, exportBundle(history, ['good']), 'x').imported).toEqual(['good']);
      copy.close();
      history.close();
    }
  });

  test('is refused itself by name, and can be edited, deleted, restored and expire', () => {
    const path = historyWith(sql, ...values);
    const history = openHistory(path);
    onTestFinished(() => history.close());
    const said = failure(() => history.get('bad'));
    if (said !== null) expect(said).toMatchObject({ code: 'experiment-unreadable', fault: 'input', given: 'bad' });
    history.change(['bad'], { note: 'odd', addTags: ['odd'], name: 'renamed' });
    history.hide(['bad']);
    history.unhide(['bad']);
    history.setPreferences({ keepDays: 36_500 });
    history.applyRetention();
    expect(history.list().map(({ id }) => id)).toEqual(['good', 'bad']);
    history.setPreferences({ keepDays: 1000 });
    history.applyRetention();
    expect(history.list().map(({ id }) => id)).toEqual(['good']);
    history.unhide(['bad']);
    expect(history.delete('bad')).toEqual(['bad']);
  });
});

test.each<readonly [string, string]>([
  ['fills the memory', begun(5e8)],
  ['is beyond counting', begun(2 ** 53 - 1)],
  ['is none', '{"run":"bad","at":0,"type":"started"}'],
])('recovery of a run whose plan %s abandons it, and recovers the others', (_what, body) => {
  const path = historyWith(withStart('running'), body);
  change(
    path,
    `UPDATE experiment SET status = 'running', result = NULL WHERE id = 'good';
     UPDATE entry SET status = 'running' WHERE experiment_id = 'good'`,
  );
  const history = openHistory(path);
  expect(history.list()).toMatchObject([
    { id: 'good', status: 'complete' },
    { id: 'bad', status: 'partial' },
  ]);
  history.close();
});

test('a plan too large to count does not keep a history of the first version from being migrated', () => {
  const path = join(temporaryFolder(), 'history.db');
  const db = new Database(path);
  migrateBy([first], db);
  const result = JSON.stringify({
    cells: [
      {
        detector: { label: 'x' },
        fault: { label: 'y' },
        traffic: 'idle',
        trials: [{ repeat: 0, outcome: 'detected' }],
      },
    ],
  }).replace('{"cells":[', '{"cells":[{"trials":[]},{"trials":[]},');
  const insert = db.prepare(
    `INSERT INTO experiment (id, name, status, started_at, plan, host, result) VALUES (?, ?, 'complete', ?, ?, ?, ?)`,
  );
  for (const [id, repeats] of [
    ['large', 2 ** 53 - 1],
    ['larger', 1e300],
    ['odd', '5'],
  ] as const)
    insert.run(id, id, `2026-01-01T00:00:0${id.length}Z`, JSON.stringify({ ...plan, repeats }), host, result);
  db.close();
  const history = openHistory(path);
  expect(history.list().map(({ id }) => id)).toEqual(['larger', 'large', 'odd']);
  historyPageData.parse(history.page(all));
  history.close();
});

describe('a live session that', () => {
  test.each<readonly [string, string]>([
    ['has a row that is no JSON', 'half a'],
    ['has a row of a later Halfopen', '{"session":2,"state":"dreaming"}'],
  ])('%s hides no other one', (_what, broken) => {
    const path = join(temporaryFolder(), 'history.db');
    const history = openHistory(path);
    onTestFinished(() => history.close());
    const lines = sessionEvents.map((event) => JSON.stringify(event)).join('\n');
    importBundle(history, lines, 'r.jsonl');
    change(path, `INSERT INTO session (opened_at, plan, row, ended) VALUES ('', '{}', ?, 1)`, broken);
    const recorder = history.sessionRecorder();
    const { rows: past } = recorder.pastSessions({ text: '', offset: 0, limit: 10 });
    expect(past.map(({ session }) => session)).toEqual([1]);
    for (const each of past) sessionRowData.parse(each);
    expect(recorder.pastSession(2)).toBeNull();
  });

  test('has events that this Halfopen does not know shows the others', () => {
    const path = join(temporaryFolder(), 'history.db');
    const history = openHistory(path);
    onTestFinished(() => history.close());
    const later = { session: 1, at: 1e9, type: 'weather', sky: 'blue' };
    const lines = [...sessionEvents.slice(0, 3), later, ...sessionEvents.slice(3)];
    importBundle(history, lines.map((event) => JSON.stringify(event)).join('\n'), 'r.jsonl');
    change(path, `INSERT INTO session_event (session, at_ns, type, body) VALUES (1, 0, 'beats', 'half a')`);
    const recorder = history.sessionRecorder();
    const shown = recorder.sessionEventsAfter(1, 0, sessionEvents.length);
    expect(shown.map(({ event }) => event)).toEqual(sessionEvents);
    expect(recorder.sessionEventsAfter(1, shown.at(-1)?.seq ?? 0, 10)).toEqual([]);
  });
});
