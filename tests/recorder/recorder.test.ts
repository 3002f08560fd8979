import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { importBundle, openHistory } from '#recorder';
import { busyTimeoutMs } from '../../main/recorder/file/busy-timeout.ts';
import { openToWrite } from '../../main/recorder/file/open.ts';
import { ExperimentRecorder } from '../../main/recorder/writing/experiment-recorder.ts';
import { temporaryFolder } from './folder.ts';
import { ended, finished, heard, started } from './story.ts';

/** A recorder whose database is at hand, to fill it up: `max_page_count` is of a connection. */
function recording() {
  const path = join(temporaryFolder(), 'history.db');
  const db = openToWrite(path);
  return { path, db, recorder: new ExperimentRecorder(db, path, 'a') };
}

const pages = (db: Database.Database) => db.pragma('page_count', { simple: true }) as number;
const trials = Array.from({ length: 500 }, (_, trial) => ended('a', trial, trial));

describe('a database that is full', () => {
  test('throws nothing at the run: what it refuses waits, and is written once there is room', () => {
    const { path, db, recorder } = recording();
    db.pragma(`max_page_count = ${pages(db) + 5}`);
    recorder.append([started('a')]);
    for (const trial of trials) recorder.append([trial]);
    expect(recorder.writeError?.detail).toMatchObject({
      code: 'disk-full',
      errno: 'SQLITE_FULL',
      fault: 'machine',
      given: path,
      hint: expect.stringMatching(/Free some space/),
    });
    expect(recorder.unsaved.length).toBeGreaterThan(0);
    db.pragma('max_page_count = 100000');
    recorder.append([finished('a')]);
    recorder.flush();
    expect([recorder.writeError, recorder.unsaved.length, recorder.close()]).toEqual([null, 0, null]);
    db.close();
    const history = openHistory(path);
    expect([...history.events('a')]).toEqual([started('a'), ...trials, finished('a')]);
    history.close();
  });

  test('leaves the rest in a file beside it that can be taken in, and closing twice makes no second one', () => {
    const { path, db, recorder } = recording();
    db.pragma(`max_page_count = ${pages(db) + 5}`);
    recorder.append([started('a')]);
    for (const trial of trials) recorder.append([trial]);
    const unsaved = [...recorder.unsaved];
    const after = trials.length + 1 - unsaved.length;
    const rescued = recorder.close() ?? '';
    expect(rescued).toBe(`${path}.a.rescued.jsonl`);
    expect(recorder.close()).toBe(rescued);
    db.close();
    expect(
      readFileSync(rescued, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([expect.objectContaining({ kind: 'experiment', run: 'a', after, events: unsaved.length }), ...unsaved]);
    const history = openHistory(path);
    expect(importBundle(history, readFileSync(rescued, 'utf8'), rescued)).toEqual({
      imported: ['a'],
      alreadyPresent: [],
    });
    expect(history.get('a').cells[0]?.stats.detected).toBe(trials.length);
    history.close();
  });
});

describe('a database that another process is writing to', () => {
  test('does not hold the run up, and gets what waits afterwards', () => {
    const { path, db, recorder } = recording();
    recorder.append([started('a')]);
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const before = performance.now();
    recorder.append([ended('a', 0, 1)]);
    // Not a matter of speed: whoever waits for the lock is here after that long and no sooner.
    expect(performance.now() - before).toBeLessThan(busyTimeoutMs);
    expect(recorder.writeError?.detail).toMatchObject({ code: 'history-locked', errno: 'SQLITE_BUSY' });
    other.exec('ROLLBACK');
    other.close();
    expect(recorder.close()).toBeNull();
    expect(recorder.writeError).toBeNull();
    expect(db.pragma('busy_timeout', { simple: true })).toBe(busyTimeoutMs);
    db.close();
  });

  test('is tried again without being asked', async () => {
    const { path, db, recorder } = recording();
    recorder.append([started('a')]);
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    recorder.append([ended('a', 0, 1)]);
    other.exec('ROLLBACK');
    other.close();
    await expect.poll(() => recorder.unsaved.length).toBe(0);
    expect(recorder.writeError).toBeNull();
    recorder.close();
    db.close();
  });
});

test('events between the ends of trials are written soon, in order, by themselves', async () => {
  const { path, db, recorder } = recording();
  recorder.append([started('a')]);
  recorder.append([heard('a', 0, 1), heard('a', 1, 2)]);
  recorder.append([heard('a', 0, 3)]);
  expect(recorder.unsaved).toHaveLength(3);
  await expect.poll(() => recorder.unsaved.length).toBe(0);
  recorder.close();
  db.close();
  const history = openHistory(path);
  expect([...history.events('a')].slice(1)).toEqual([heard('a', 0, 1), heard('a', 1, 2), heard('a', 0, 3)]);
  history.close();
});

test('the end of a trial that is not in the plan is kept as what it is: an event', () => {
  const { db, recorder } = recording();
  recorder.append([started('a'), ended('a', 1_000_000, 1)]);
  expect(recorder.writeError).toBeNull();
  expect(db.prepare('SELECT count(*) FROM event').pluck().get()).toBe(2);
  expect(db.prepare('SELECT count(*) FROM trial').pluck().get()).toBe(0);
  recorder.close();
  db.close();
});

test('a database that was closed too early is trouble, not an exception, and the rest is rescued', () => {
  const { path, db, recorder } = recording();
  recorder.append([started('a')]);
  db.close();
  recorder.append([ended('a', 0, 1)]);
  expect(recorder.writeError?.detail).toMatchObject({ code: 'history-failed', fault: 'internal' });
  expect(recorder.close()).toBe(`${path}.a.rescued.jsonl`);
  recorder.append([ended('a', 1, 2)]);
  expect(recorder.unsaved).toHaveLength(1);
});

test('a run without a history on disk leaves no file', () => {
  const history = openHistory(':memory:');
  const recorder = history.recorder('a');
  recorder.append([started('a'), ended('a', 0, 1), finished('a')]);
  expect(recorder.close()).toBeNull();
  expect(history.conclude('a').status).toBe('complete');
  history.close();
  expect(existsSync(':memory:')).toBe(false);
});
