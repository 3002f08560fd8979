import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { importBundle, openHistory, readHistory } from '#recorder';
import { openToWrite } from '../../main/recorder/file/open.ts';
import { isAlive, thisProcess } from '../../main/recorder/owners/owner.ts';
import { finishOrAbandon, orphansOf, recoverIfPossible } from '../../main/recorder/recovery/recover.ts';
import { temporaryFolder } from './folder.ts';
import { ended, finished, started } from './story.ts';

/** A history with a run that this process has begun, and the owner of it changed. */
function withOwner(change: string): string {
  const path = join(temporaryFolder(), 'history.db');
  const history = openHistory(path);
  const recorder = history.recorder('a');
  recorder.append([started('a'), ended('a', 0, 10)]);
  recorder.close();
  history.close();
  const db = new Database(path);
  db.exec(change);
  db.close();
  return path;
}

function statusIn(path: string): unknown {
  const history = openHistory(path);
  const [entry] = history.list();
  history.close();
  return entry?.status;
}

const nobody = 999_999_999;

test.each([
  ['that still runs', `UPDATE experiment SET name = name`, 'running'],
  ['that is gone', `UPDATE experiment SET owner_pid = ${nobody}`, 'partial'],
  ['whose number another one has now', `UPDATE experiment SET owner_since = 'earlier'`, 'partial'],
  ['that nobody knows', `UPDATE experiment SET owner_pid = NULL`, 'partial'],
  [
    'without a start time, heard of lately',
    `UPDATE experiment SET owner_since = NULL, owner_seen_ms = ${Date.now()}`,
    'running',
  ],
  [
    'without a start time, not heard of for long',
    `UPDATE experiment SET owner_since = NULL, owner_seen_ms = ${Date.now() - 3_600_000}`,
    'partial',
  ],
])('an unfinished experiment of a process %s', (_what, change, status) => {
  expect(statusIn(withOwner(change))).toBe(status);
});

test('this process is alive, and another with its number is not it', () => {
  const me = thisProcess();
  expect(isAlive(me)).toBe(true);
  expect(isAlive({ ...me, since: `${me.since} and a day` })).toBe(false);
});

test('an experiment that told its end is complete, although its process died before it kept the result', () => {
  const path = withOwner(`UPDATE experiment SET owner_pid = ${nobody}`);
  const db = new Database(path);
  const { run, at, type, ...rest } = finished('a');
  const body = JSON.stringify({ run, at, type, ...rest });
  db.prepare(`INSERT INTO event (experiment_id, type, at_ns, body) VALUES ('a', ?, ?, ?)`).run(type, at, body);
  db.close();
  expect(statusIn(path)).toBe('complete');
});

test('looking only recovers nothing', () => {
  const path = withOwner(`UPDATE experiment SET owner_pid = ${nobody}`);
  const seen = readHistory(path);
  expect(seen.list()).toMatchObject([{ status: 'running' }]);
  seen.close();
});

test('one that cannot be read keeps nobody from the others', () => {
  const path = withOwner(`
    UPDATE experiment SET owner_pid = ${nobody};
    INSERT INTO experiment (id, name, status, started_at, plan, host)
      VALUES ('b', 'without events', 'running', '2026-01-01T00:00:00Z', '{}', '{}');
    INSERT INTO entry (experiment_id, name, status, started_at, host, detectors, faults, planned_trials)
      VALUES ('b', 'without events', 'running', '2026-01-01T00:00:00Z', '', 0, 0, 0)`);
  const history = openHistory(path);
  expect(history.list()).toMatchObject([
    { id: 'a', status: 'partial', trials: 1 },
    { id: 'b', status: 'partial', trials: 0 },
  ]);
  expect(() => history.get('b')).toThrow(/nothing was recorded/);
  expect(history.delete('b')).toEqual(['b']);
  history.close();
});

test('what was rescued of a recovered experiment completes it', () => {
  const path = withOwner(`UPDATE experiment SET owner_pid = ${nobody}`);
  const history = openHistory(path);
  const rest = [ended('a', 1, 20), finished('a')].map((event) => JSON.stringify(event)).join('\n');
  importBundle(history, rest, 'rescued.jsonl');
  expect(history.list()).toMatchObject([{ id: 'a', status: 'complete', trials: 2 }]);
  history.close();
});

describe('recovery', () => {
  function table() {
    const db = openToWrite(join(temporaryFolder(), 'history.db'));
    onTestFinished(() => void db.close());
    db.exec('CREATE TABLE step (name TEXT NOT NULL) STRICT');
    const add = (name: string) => void db.prepare('INSERT INTO step VALUES (?)').run(name);
    return { db, add, steps: () => db.prepare('SELECT name FROM step').pluck().all() };
  }

  const fullDisk = (): never => {
    throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  };
  const unreadable = (): never => {
    throw new SyntaxError('half a line');
  };

  test('undoes what it began of an unreadable record, abandons that one, and goes on', () => {
    const { db, add, steps } = table();
    recoverIfPossible(db, () => {
      for (const name of ['a', 'b', 'c'])
        finishOrAbandon(
          db,
          () => {
            add(`${name} finished`);
            if (name === 'b') unreadable();
          },
          () => add(`${name} abandoned`),
        );
    });
    expect(steps()).toEqual(['a finished', 'b abandoned', 'c finished']);
  });

  test('changes nothing when the disk is full, and abandons nothing: the next to open the history tries again', () => {
    const { db, add, steps } = table();
    recoverIfPossible(db, () => {
      add('begun');
      finishOrAbandon(db, fullDisk, () => add('abandoned'));
    });
    expect(steps()).toEqual([]);
  });

  test('does not hide a defect', () => {
    const { db } = table();
    expect(() => recoverIfPossible(db, unreadable)).toThrow('half a line');
  });

  test('concerns what nobody owns, and what a process owns that is gone', () => {
    const mine = thisProcess();
    expect(
      orphansOf([
        { ...mine, id: 'mine' },
        { ...mine, id: 'nobody', pid: null },
        { ...mine, id: 'gone', pid: nobody },
      ]),
    ).toEqual(['nobody', 'gone']);
  });
});
