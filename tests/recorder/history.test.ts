import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { exportBundle, importBundle, openHistory, readHistory } from '#recorder';
import { temporaryFolder } from './folder.ts';
import { ended, finished, heard, started } from './story.ts';

const failure = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { detail?: unknown }).detail;
  }
  return null;
};

function recorded(path: string, run: string): void {
  const history = openHistory(path);
  const recorder = history.recorder(run);
  recorder.append([started(run), heard(run, 0, 5), ended(run, 0, 10), ended(run, 1, 12), finished(run)]);
  expect(recorder.close()).toBeNull();
  history.conclude(run);
  history.close();
}

test('keeps what it is told, in order, with a number that grows over all runs', () => {
  const path = join(temporaryFolder(), 'deep', 'folder', 'history.db');
  recorded(path, 'aaa');
  recorded(path, 'bbb');
  const history = openHistory(path);
  const a = history.after(0, 100, 'aaa');
  const b = history.after(0, 100, 'bbb');
  expect(a.map(({ event }) => event.type)).toEqual(['started', 'input', 'trial-ended', 'trial-ended', 'ended']);
  expect(Math.min(...b.map(({ seq }) => seq))).toBeGreaterThan(Math.max(...a.map(({ seq }) => seq)));
  expect(history.after(a[2]?.seq ?? 0, 100, 'aaa')).toEqual(a.slice(3));
  expect(history.list()).toMatchObject([
    { id: 'bbb', status: 'complete', trials: 2, detected: 2 },
    { id: 'aaa', status: 'complete', trials: 2, detected: 2 },
  ]);
  history.close();
});

describe('finding one experiment', () => {
  test('by a beginning of its id that is clear, and only then', () => {
    const path = join(temporaryFolder(), 'history.db');
    for (const id of ['ab1', 'ab2', 'c3']) recorded(path, id);
    const history = openHistory(path);
    expect(history.get('c').id).toBe('c3');
    expect(failure(() => history.get('ab'))).toMatchObject({
      code: 'experiment-ambiguous',
      message: expect.stringMatching(/ab1, ab2/),
    });
    expect(failure(() => history.get('zz'))).toMatchObject({ code: 'experiment-not-found' });
    expect(history.delete('ab1')).toBe('ab1');
    expect(history.get('ab').id).toBe('ab2');
    expect(history.after(0, 10, 'ab1')).toEqual([]);
    history.close();
  });
});

describe('moving experiments', () => {
  test('an export taken in elsewhere is the same experiment with the same events', () => {
    const folder = temporaryFolder();
    recorded(join(folder, 'a.db'), 'one');
    const from = openHistory(join(folder, 'a.db'));
    const to = openHistory(join(folder, 'b.db'));
    const bundle = exportBundle(from, ['one']);
    expect(importBundle(to, bundle, 'x')).toEqual({ taken: ['one'], known: [] });
    expect(importBundle(to, bundle, 'x')).toEqual({ taken: [], known: ['one'] });
    expect(to.get('one')).toEqual(from.get('one'));
    expect([...to.events('one')]).toEqual([...from.events('one')]);
    from.close();
    to.close();
  });

  test.each([
    ['half a file', '{"schema":"halfopen.exp', 'import-invalid'],
    ['another program', '{"hello":1}', 'import-invalid'],
    ['a newer Halfopen', '{"schema":"halfopen.export/2","experiments":[]}', 'import-from-the-future'],
    ['an empty file', '', 'import-invalid'],
  ])('a file of %s takes nothing in', (_what, text, code) => {
    const history = openHistory(join(temporaryFolder(), 'history.db'));
    expect(failure(() => importBundle(history, text, 'file.json'))).toMatchObject({ code, given: 'file.json' });
    expect(history.list()).toEqual([]);
    history.close();
  });
});

describe('a file that cannot be used', () => {
  test('of a newer Halfopen is refused and left as it is', () => {
    const path = join(temporaryFolder(), 'history.db');
    recorded(path, 'old');
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(path);
    expect(failure(() => openHistory(path))).toMatchObject({
      code: 'history-from-the-future',
      hint: expect.stringMatching(/Update/),
    });
    expect(failure(() => readHistory(path))).toMatchObject({ code: 'history-from-the-future' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('that is no database, or damaged, is named with the way out', () => {
    const folder = temporaryFolder();
    const text = join(folder, 'text.db');
    writeFileSync(text, 'this is no database, whatever its name says'.repeat(50));
    expect(failure(() => openHistory(text))).toMatchObject({
      code: 'not-a-history',
      hint: expect.stringMatching(/--db/),
    });
    const damaged = join(folder, 'damaged.db');
    recorded(damaged, 'x');
    const bytes = readFileSync(damaged);
    bytes.fill(0xff, 200, 20_000);
    writeFileSync(damaged, bytes);
    expect(failure(() => openHistory(damaged).list())).toMatchObject({ code: 'history-damaged' });
  });

  test('that another program holds is waited for, then named', () => {
    const path = join(temporaryFolder(), 'history.db');
    recorded(path, 'x');
    const other = new Database(path);
    other.exec('BEGIN EXCLUSIVE');
    expect(failure(() => openHistory(path))).toMatchObject({ code: 'history-locked', errno: 'SQLITE_BUSY' });
    other.exec('ROLLBACK');
    other.close();
  });
});

test('what was rescued goes back to its run', () => {
  const folder = temporaryFolder();
  const history = openHistory(join(folder, 'history.db'));
  const recorder = history.recorder('part');
  recorder.append([started('part'), ended('part', 0, 10)]);
  recorder.close();
  const rest = [ended('part', 1, 20), finished('part')].map((event) => JSON.stringify(event)).join('\n');
  expect(importBundle(history, `${rest}\n`, 'rescued.jsonl')).toEqual({ taken: ['part'], known: [] });
  expect(history.get('part')).toMatchObject({ status: 'complete' });
  expect(history.get('part').cells[0]?.stats.detected).toBe(2);
  history.close();
  expect(readdirSync(folder).filter((name) => name.includes('rescued'))).toEqual([]);
  expect(existsSync(join(folder, 'history.db'))).toBe(true);
});
