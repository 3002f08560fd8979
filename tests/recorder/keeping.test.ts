import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exportBundle, importBundle, openHistory, readHistory } from '#recorder';
import type { History } from '#recorder';
import { failure } from './failure.ts';
import { temporaryFolder } from './folder.ts';
import { ageDeleted } from './hold.ts';
import { ended, finished, started } from './story.ts';

function record(history: History, ...runs: readonly string[]): void {
  for (const run of runs) {
    const recorder = history.recorder(run);
    recorder.append([started(run), ended(run, 0, 10), finished(run)]);
    recorder.close();
    history.conclude(run);
  }
}

function opened(path = join(temporaryFolder(), 'history.db')): History {
  const history = openHistory(path);
  onTestFinished(() => history.close());
  return history;
}

const idsIn = (history: History): readonly string[] => history.list().map(({ id }) => id);
const rowsOf = (history: History, id: string): number => history.after(0, 100, id).length;

function pruneDue(history: History): void {
  for (const id of history.applyRetention()) history.prune(id);
}

describe('what is deleted', () => {
  test('is in no answer, for nobody who looks, until it is brought back as it was', () => {
    const history = opened();
    record(history, 'a', 'b');
    history.change(['a'], { note: 'mine', starred: true, addTags: ['wifi'], name: 'renamed' });
    const before = [history.list(), history.get('a'), history.annotations('a')];
    history.hide(['a']);
    expect(idsIn(history)).toEqual(['b']);
    const other = readHistory(history.path);
    expect(other.list()).toHaveLength(1);
    expect(failure(() => other.get('a'))).toMatchObject({ code: 'experiment-not-found' });
    other.close();
    expect(failure(() => history.change(['a'], { note: 'x' }))).toMatchObject({ code: 'experiment-not-found' });
    history.unhide(['a']);
    expect([history.list(), history.get('a'), history.annotations('a')]).toEqual(before);
  });

  test('is deleted with the others that were meant, or none is', () => {
    const history = opened();
    record(history, 'a', 'b');
    history.recorder('c').append([started('c')]);
    expect(failure(() => history.hide(['a', 'c']))).toMatchObject({ code: 'experiment-running', given: 'c' });
    expect(failure(() => history.hide(['b', 'zz']))).toMatchObject({ code: 'experiment-not-found', given: 'zz' });
    expect(idsIn(history)).toEqual(['c', 'b', 'a']);
  });

  test('is forgotten later, not sooner, and not when it was brought back', () => {
    const history = opened();
    record(history, 'a', 'b', 'c');
    history.hide(['a', 'b']);
    pruneDue(history);
    expect(rowsOf(history, 'a')).toBe(3);
    ageDeleted(history.path, 61_000);
    history.unhide(['b']);
    const forgotten = history.applyRetention();
    expect(forgotten).toEqual(['a']);
    history.unhide(['a']);
    history.prune('a');
    expect(idsIn(history)).toEqual(['c', 'b', 'a']);
    history.hide(['a']);
    ageDeleted(history.path, 61_000);
    pruneDue(history);
    expect(rowsOf(history, 'a')).toBe(0);
    expect(failure(() => history.unhide(['a']))).toMatchObject({ code: 'experiment-not-found' });
  });

  test('is not forgotten while another program that may show it is there', async () => {
    const history = opened();
    record(history, 'a');
    history.hide(['a']);
    ageDeleted(history.path, 61_000);
    const child = fork(new URL('./marked-open-child.ts', import.meta.url), [history.path], { execArgv: [] });
    await once(child, 'message');
    expect(history.applyRetention()).toEqual([]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const marker = history.markOpen();
    expect(history.applyRetention()).toEqual(['a']);
    marker.remove();
  });

  test('comes back when it is imported again', () => {
    const history = opened();
    record(history, 'a');
    const bundle = exportBundle(history, ['a']);
    history.hide(['a']);
    expect(importBundle(history, bundle, 'a.json')).toEqual({ imported: ['a'], alreadyPresent: [] });
    expect(importBundle(history, bundle, 'a.json')).toEqual({ imported: [], alreadyPresent: ['a'] });
    expect(idsIn(history)).toEqual(['a']);
  });
});

describe('what is older than it is to be kept', () => {
  const day = (history: History, id: string, startedAt: string): void => {
    const db = new Database(history.path);
    db.prepare('UPDATE entry SET started_at = ? WHERE experiment_id = ?').run(startedAt, id);
    db.close();
  };

  test('is deleted, so that it can be brought back, unless it has a star or still runs', () => {
    const history = opened();
    record(history, 'old', 'starred', 'new');
    history.recorder('runs').append([started('runs')]);
    for (const id of ['old', 'starred', 'runs']) day(history, id, '2020-01-01T00:00:00.000Z');
    day(history, 'new', new Date().toISOString());
    history.change(['starred'], { starred: true });
    pruneDue(history);
    expect(idsIn(history)).toHaveLength(4);
    history.setPreferences({ keepDays: 30 });
    pruneDue(history);
    expect([...idsIn(history)].toSorted()).toEqual(['new', 'runs', 'starred']);
    history.unhide(['old']);
    expect(idsIn(history)).toContain('old');
  });
});

test('an export carries note, star, tags and name to another history', () => {
  const [here, there] = [opened(), opened()];
  record(here, 'a');
  here.change(['a'], { note: 'mine', starred: true, addTags: ['wifi', 'x'], name: 'renamed' });
  importBundle(there, exportBundle(here, ['a']), 'a.json');
  expect(there.annotations('a')).toEqual({ note: 'mine', starred: true, tags: ['wifi', 'x'] });
  expect(there.list()).toMatchObject([{ id: 'a', name: 'renamed' }]);
  expect(there.get('a')).toEqual(here.get('a'));
});

test('the revision grows with what any process changes in the list, and with nothing else', () => {
  const history = opened();
  const other = opened(history.path);
  const seen = [history.revision()];
  const changed = (work: () => void): boolean => {
    work();
    seen.push(history.revision());
    return (seen.at(-1) ?? 0) > (seen.at(-2) ?? 0);
  };
  expect(changed(() => record(other, 'a'))).toBe(true);
  expect(changed(() => other.change(['a'], { addTags: ['x'] }))).toBe(true);
  expect(changed(() => history.hide(['a']))).toBe(true);
  expect(changed(() => other.unhide(['a']))).toBe(true);
  expect(changed(() => void other.delete('a'))).toBe(true);
  expect(
    changed(
      () => void other.page({ text: '', filters: [], sort: { by: 'name', descending: true }, offset: 0, limit: 1 }),
    ),
  ).toBe(false);
});

test('preferences of a newer Halfopen stay, and one that cannot be understood is as at first', () => {
  const history = opened();
  const db = new Database(history.path);
  db.exec(`INSERT INTO preference VALUES ('theme', '"plaid"'), ('sounds', '"on"'), ('language', '"zh"')`);
  expect(history.preferences()).toEqual({ language: 'zh', theme: 'system', keepDays: null });
  expect(history.setPreferences({ keepDays: 7 })).toEqual({ language: 'zh', theme: 'system', keepDays: 7 });
  expect(db.prepare(`SELECT value FROM preference WHERE key = 'sounds'`).pluck().get()).toBe('"on"');
  db.close();
});
