import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openHistory, readHistory } from '#recorder';
import { defaultPreferences } from '#model/history-query.ts';
import type { HistoryFilter } from '#model/history-query.ts';
import { summarize } from '#model/result/summarize.ts';
import { first } from '../../main/recorder/migrations/0001-first.ts';
import { agreement } from '../../main/recorder/migrations/0002-agreement.ts';
import { migrateBy } from '../../main/recorder/migrations/migrate.ts';
import { temporaryFolder } from './folder.ts';
import { ended, finished, plan, started, struck } from './story.ts';

const makeNotes = (db: Database.Database): void => void db.exec(`CREATE TABLE note (text TEXT NOT NULL) STRICT`);
const addColour = (db: Database.Database): void =>
  void db.exec(`ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'none'`);
const fails = (db: Database.Database): void => {
  db.exec(`ALTER TABLE note ADD COLUMN half TEXT`);
  throw new Error('broken step');
};

function old(path: string): Database.Database {
  const db = new Database(path);
  migrateBy([makeNotes], db);
  db.exec(`INSERT INTO note VALUES ('kept')`);
  return db;
}
const backups = (folder: string): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.backup'));

test('a new file needs no backup; an older one is copied beside itself before it changes', () => {
  const folder = temporaryFolder();
  const db = old(join(folder, 'history.db'));
  expect(backups(folder)).toEqual([]);
  migrateBy([makeNotes, addColour], db);
  expect(db.prepare('SELECT * FROM note').all()).toEqual([{ text: 'kept', colour: 'none' }]);
  const [backup = ''] = backups(folder);
  const copy = new Database(join(folder, backup), { readonly: true });
  expect(copy.prepare('SELECT * FROM note').all()).toEqual([{ text: 'kept' }]);
  copy.close();
  db.close();
});

test('a step that fails leaves the file as it was', () => {
  const db = old(join(temporaryFolder(), 'history.db'));
  expect(() => migrateBy([makeNotes, fails], db)).toThrow('broken step');
  expect(db.pragma('user_version', { simple: true })).toBe(1);
  expect(db.prepare('SELECT * FROM note').all()).toEqual([{ text: 'kept' }]);
  db.close();
});

const agreeing = [started('a'), struck('a', 0, 6), ended('a', 0, 10), ended('a', 1, 10), finished('a')];

/** As the first Halfopen left it: one experiment that ended, and one whose process died. */
function ofSchemaOne(path: string): void {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.transaction(() => first(db))();
  db.pragma('user_version = 1');
  const result = summarize(agreeing, 'a');
  const facts = [result.startedAt, JSON.stringify(plan), JSON.stringify(result.host)];
  db.prepare(
    `INSERT INTO experiment (id, name, status, started_at, plan, host, result, owner_pid) VALUES
       ('a', 'story', 'complete', ?, ?, ?, ?, NULL), ('b', 'story', 'running', ?, ?, ?, NULL, 999999999)`,
  ).run(...facts, JSON.stringify(result), ...facts);
  const event = db.prepare(`INSERT INTO event (experiment_id, type, at_ns, body) VALUES (?, ?, ?, ?)`);
  for (const told of agreeing) event.run('a', told.type, told.at, JSON.stringify(told));
  for (const told of [started('b'), ended('b', 0, 10)]) event.run('b', told.type, told.at, JSON.stringify(told));
  db.exec(`INSERT INTO trial VALUES ('a', 0, 'eof', 'rst', 'idle', 'detected', 4, 'ECONNRESET'),
                                    ('b', 0, 'eof', 'rst', 'idle', 'detected', NULL, 'ECONNRESET')`);
  db.close();
}

test('a history of schema 1 is brought up to date with everything in it', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'history.db');
  ofSchemaOne(path);
  const history = openHistory(path);
  expect(history.list()).toMatchObject([
    { id: 'b', status: 'partial', trials: 1, detected: 1 },
    { id: 'a', status: 'complete', trials: 2, detected: 2, judged: 1, withinPrediction: 1 },
  ]);
  expect([...history.events('a')]).toEqual(agreeing);
  history.close();
  const [backup = '', ...more] = backups(folder);
  expect(more).toEqual([]);
  const copy = new Database(join(folder, backup), { readonly: true });
  expect(copy.pragma('user_version', { simple: true })).toBe(1);
  expect(copy.prepare('SELECT id, status FROM experiment ORDER BY id').all()).toEqual([
    { id: 'a', status: 'complete' },
    { id: 'b', status: 'running' },
  ]);
  copy.close();
  openHistory(path).close();
  expect(backups(folder)).toEqual([backup]);
});

/** The same after its next step, with what a person added. */
function ofSchemaTwo(path: string): void {
  ofSchemaOne(path);
  const db = new Database(path);
  db.transaction(() => agreement(db))();
  db.pragma('user_version = 2');
  db.exec(`
    UPDATE experiment SET note = 'Über WLAN', starred = 1, duration_ms = 9000 WHERE id = 'a';
    INSERT INTO tag VALUES ('a', 'wifi');
    INSERT INTO experiment (id, name, status, started_at, plan, host) VALUES
      ('strange', 'of no known kind', 'partial', '2026-01-01T00:00:00Z', '{"detectors":[{"kind":"psychic"}]}', '{}')`);
  db.close();
}

test('a history of schema 2 keeps notes, stars, tags and counts, and is found by them', () => {
  const path = join(temporaryFolder(), 'history.db');
  ofSchemaTwo(path);
  const history = openHistory(path);
  const page = (text: string, filters: readonly HistoryFilter[] = []) =>
    history.page({ text, filters, sort: { by: 'startedAt', descending: true }, offset: 0, limit: 10 });
  expect(page('').entries.map(({ id }) => id)).toEqual(['b', 'a', 'strange']);
  const kept = { note: 'Über WLAN', starred: true, tags: ['wifi'], trials: 2, judged: 1, durationMs: 9000 };
  const [found] = page('üBER').entries;
  expect(found).toMatchObject({
    id: 'a',
    detectors: 1,
    faults: 1,
    plannedTrials: 1000,
    host: 'Linux 6.1 x64',
    ...kept,
  });
  expect(page('', [{ field: 'tag', values: ['wifi'], not: true }]).total).toBe(2);
  expect(page('', [{ field: 'detector', values: ['eof'], not: false }]).total).toBe(2);
  expect(page('no known kind').entries).toMatchObject([{ id: 'strange', host: 'unknown', plannedTrials: 0 }]);
  expect(history.get('a')).toEqual(summarize(agreeing, 'a'));
  expect(history.preferences()).toEqual(defaultPreferences);
  history.close();
});

test('an older history can be looked at without being changed', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'history.db');
  ofSchemaOne(path);
  const before = readFileSync(path);
  const history = readHistory(path);
  expect(history.list().find(({ id }) => id === 'a')).toMatchObject({ judged: 1, withinPrediction: 1 });
  history.close();
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(backups(folder)).toEqual([]);
});

test.each(['missing', 'of schema 1'])('processes that open a history at the same time share it: %s', async (what) => {
  const children = Array.from({ length: 6 }, () =>
    fork(new URL('./open-child.ts', import.meta.url), [], { execArgv: [] }),
  );
  onTestFinished(() => {
    for (const child of children) child.disconnect();
  });
  await Promise.all(children.map((child) => once(child, 'message')));
  for (let round = 0; round < 20; round++) {
    const folder = temporaryFolder();
    const path = join(folder, 'history.db');
    if (what === 'of schema 1') ofSchemaOne(path);
    const told = children.map((child) => once(child, 'message'));
    for (const child of children) child.send(path);
    const answers = await Promise.all(told);
    expect(answers.map(([answer]) => answer as unknown)).toEqual(children.map(() => 'opened'));
    expect(backups(folder)).toHaveLength(what === 'missing' ? 0 : 1);
  }
});
