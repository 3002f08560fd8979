import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';
import { busyTimeoutMs } from '../../main/recorder/file/busy-timeout.ts';
import { openToWrite } from '../../main/recorder/file/open.ts';
import { heartbeatMs, thisProcess } from '../../main/recorder/owners/owner.ts';
import { BatchWriter } from '../../main/recorder/writing/batch-writer.ts';
import type { BatchWriterOptions } from '../../main/recorder/writing/batch-writer.ts';
import { ExperimentRecorder } from '../../main/recorder/writing/experiment-recorder.ts';
import { SessionRecorder } from '../../main/recorder/writing/session-recorder.ts';
import { plan, story as sessionEvents, told } from '../model/live-story.ts';
import { temporaryFolder } from './folder.ts';
import { hold } from './hold.ts';
import { ended, heard, started } from './story.ts';

function database() {
  const path = join(temporaryFolder(), 'history.db');
  const db = openToWrite(path);
  onTestFinished(() => void db.close());
  return { path, db };
}

/** The disk has room for a few more pages; returns how to make room. `max_page_count` applies to one connection. */
function fillUp(db: Database): () => void {
  db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 5}`);
  return () => void db.pragma('max_page_count = 100000');
}

const linesOf = (path: string): readonly unknown[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

const nextTurn = () => new Promise((resolve) => void setImmediate(resolve));
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Writes numbers to a table of its own. */
function numbers(options: Partial<BatchWriterOptions<number>> = {}) {
  const { path, db } = database();
  db.exec('CREATE TABLE number (value INTEGER NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO number VALUES (?)');
  const batches: number[][] = [];
  const writer = new BatchWriter<number>({
    db,
    path,
    write: (items) => {
      for (const item of items) insert.run(item);
      batches.push([...items]);
    },
    rescueLabel: { name: 'numbers', contents: 'this test' },
    ...options,
  });
  const reader = new Sqlite(path, { readonly: true });
  onTestFinished(() => void reader.close());
  const written = () => reader.prepare('SELECT value FROM number ORDER BY rowid').pluck().all();
  return { path, db, writer, written, batches };
}

describe('an item', () => {
  test('waits for the next batch, which is written soon, in order and in one transaction', async () => {
    const { writer, written, batches } = numbers();
    writer.append([1, 2]);
    writer.append([3]);
    expect([written(), writer.pending]).toEqual([[], [1, 2, 3]]);
    await expect.poll(written).toEqual([1, 2, 3]);
    expect(writer.pending).toEqual([]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  test('that is urgent is durable before append returns, after those that were waiting', () => {
    const { writer, written } = numbers();
    writer.append([1, 2]);
    writer.append([3], 'at-once');
    expect(written()).toEqual([1, 2, 3]);
  });

  test('that is due in this turn shares a transaction with the others of this turn', async () => {
    const { writer, written, batches } = numbers();
    writer.append([1], 'this-turn');
    writer.append([2]);
    writer.append([3], 'this-turn');
    expect(written()).toEqual([]);
    await nextTurn();
    expect([written(), batches]).toEqual([[1, 2, 3], [[1, 2, 3]]]);
  });

  test('is written once, however it became due', async () => {
    const { writer, written } = numbers();
    writer.append([1]);
    writer.append([2], 'this-turn');
    writer.append([3], 'at-once');
    await nextTurn();
    writer.append([4]);
    await expect.poll(() => writer.pending).toEqual([]);
    expect(written()).toEqual([1, 2, 3, 4]);
  });

  test('is dropped, and counted, only where the recorder allows it', () => {
    const { writer } = numbers({ mayDrop: (item, pendingCount) => pendingCount >= 3 && item % 2 === 1 });
    writer.append(upTo(8));
    expect([writer.pending, writer.droppedCount]).toEqual([[0, 1, 2, 4, 6], 3]);
  });
});

describe('a write that fails', () => {
  test('leaves no half batch, and is tried again with what came meanwhile', async () => {
    let isBroken = true;
    const { db, writer, written } = numbers({
      write: (items) => {
        for (const item of items) db.prepare('INSERT INTO number VALUES (?)').run(item);
        if (isBroken) throw new Error('broken');
      },
    });
    writer.append([1, 2], 'at-once');
    expect(written()).toEqual([]);
    expect(writer.error?.detail).toMatchObject({ code: 'history-failed', fault: 'internal' });
    isBroken = false;
    // No attempt for each item while the database refuses: it comes with the next batch.
    writer.append([3], 'at-once');
    expect(written()).toEqual([]);
    await expect.poll(written).toEqual([1, 2, 3]);
    expect([writer.error, writer.pending]).toEqual([null, []]);
  });

  test('because another process writes does not wait for it', () => {
    const { path, db, writer, written } = numbers();
    const release = hold(path);
    const before = performance.now();
    writer.append([1], 'at-once');
    // Not a matter of speed: with the usual timeout it would return after that time, and no sooner.
    expect(performance.now() - before).toBeLessThan(busyTimeoutMs);
    expect(writer.error?.detail).toMatchObject({ code: 'history-locked', errno: 'SQLITE_BUSY', given: path });
    expect(db.pragma('busy_timeout', { simple: true })).toBe(busyTimeoutMs);
    release();
    writer.flush();
    expect([written(), writer.error]).toEqual([[1], null]);
  });
});

test('flush waits for another process that writes', async () => {
  const { path, writer, written } = numbers();
  const other = fork(new URL('./hold-child.ts', import.meta.url), [path], { execArgv: [] });
  await once(other, 'message');
  writer.append([1]);
  other.send('release');
  writer.flush();
  expect([written(), writer.error]).toEqual([[1], null]);
  await once(other, 'exit');
});

test('the heartbeat of its owner stops when it is closed', () => {
  const { writer } = numbers();
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let beats = 0;
  writer.keepAlive(() => (beats += 1), { ...thisProcess(), since: null });
  vi.advanceTimersByTime(2 * heartbeatMs);
  writer.close();
  vi.advanceTimersByTime(2 * heartbeatMs);
  expect(beats).toBe(2);
});

test('onlookers are told after each attempt to write', () => {
  const { path, writer, written } = numbers();
  const seen: unknown[] = [];
  const stop = writer.onAttempt(() => seen.push([written(), writer.error?.detail.code ?? null]));
  writer.append([1], 'at-once');
  const release = hold(path);
  writer.append([2], 'at-once');
  release();
  writer.flush();
  writer.flush();
  stop();
  writer.append([3], 'at-once');
  expect(seen).toEqual([
    [[1], null],
    [[1], 'history-locked'],
    [[1, 2], null],
  ]);
});

describe('closing', () => {
  test('writes what waits, once, and ignores what comes later', () => {
    const { writer, written } = numbers();
    writer.append([1, 2]);
    expect([writer.close(), writer.close()]).toEqual([null, null]);
    writer.append([3], 'at-once');
    writer.flush();
    expect([written(), writer.pending]).toEqual([[1, 2], []]);
  });

  test('saves to a rescue file what the database refuses, in order', () => {
    const { path, db, writer } = numbers({ isRescued: (item) => item !== 2 });
    db.close();
    writer.append([1, 2, 3]);
    writer.append([4], 'at-once');
    const rescued = writer.close() ?? '';
    expect(rescued).toBe(`${path}.numbers.rescued.jsonl`);
    expect(linesOf(rescued)).toEqual([1, 3, 4]);
    expect(writer.close()).toBe(rescued);
  });

  test('makes no rescue file when nothing needs one', () => {
    const { db, writer } = numbers({ isRescued: () => false });
    db.close();
    writer.append([1]);
    expect(writer.close()).toBeNull();
  });
});

/** One of the two recorders, with an experiment or a session that has begun. */
interface Subject {
  readonly path: string;
  readonly db: Database;
  readonly recorder: Pick<ExperimentRecorder, 'writeError' | 'flush' | 'close'>;
  /** Records so many events that may wait; returns them. */
  record(count: number): readonly unknown[];
  /** Records the end of something, which must not be lost. Resolves when it must be durable. */
  recordEnd(): Promise<readonly unknown[]>;
  /** Every event in the database. */
  events(): readonly unknown[];
  /** Whether the database knows of the end. */
  knowsEnd(): boolean;
  /** The first line of a rescue file with so many events, when the database has so many others. */
  header(after: number, events: number): object;
}

const writer = { pid: process.pid, since: thisProcess().since };

function experiment(): Subject {
  const { path, db } = database();
  const recorder = new ExperimentRecorder(db, path, 'a');
  recorder.append([started('a')]);
  const append = (events: readonly ReturnType<typeof heard>[]) => {
    for (const event of events) recorder.append([event]);
    return events;
  };
  return {
    path,
    db,
    recorder,
    record: (count) => append(upTo(count).map((index) => heard('a', index, index))),
    recordEnd: async () => append([ended('a', 0, 1000)]),
    events: () => bodies(path, `SELECT body FROM event WHERE type <> 'started' ORDER BY seq`),
    knowsEnd: () => bodies(path, 'SELECT 1 FROM trial').length === 1,
    // The start is an event, too.
    header: (after, events) => ({
      schema: 'halfopen.rescue/1',
      kind: 'experiment',
      run: 'a',
      after: after + 1,
      events,
      writer,
    }),
  };
}

function session(): Subject {
  const { path, db } = database();
  const recorder = new SessionRecorder(db, path);
  const [id = 0] = recorder.begin([plan], '2026-11-21T01:00:00.000Z');
  const events = sessionEvents.map((event) => ({ ...event, session: id }));
  const append = (appended: readonly LiveEvent[]) => {
    for (const event of appended) recorder.append([event]);
    return appended;
  };
  return {
    path,
    db,
    recorder,
    record: (count) =>
      append(upTo(count).map((index) => told(index, { type: 'beats', sent: 1, received: 1, overMs: 1 }, id))),
    recordEnd: async () => {
      append(events);
      const row = events.reduce<SessionRow | null>((before, event) => foldSession(before, event), null);
      if (row !== null) recorder.append([row]);
      await nextTurn();
      return events;
    },
    events: () => bodies(path, 'SELECT body FROM session_event ORDER BY seq'),
    knowsEnd: () => bodies(path, 'SELECT 1 FROM session WHERE ended = 1').length === 1,
    header: (after, count) => ({
      schema: 'halfopen.rescue/1',
      kind: 'sessions',
      sessions: [{ session: id, openedAt: '2026-11-21T01:00:00.000Z', after, events: count }],
      writer,
    }),
  };
}

/** As another process reads them. */
function bodies(path: string, sql: string): readonly unknown[] {
  const reader = new Sqlite(path, { readonly: true });
  const found = reader.prepare(sql).pluck().all();
  reader.close();
  return found.map((body) => JSON.parse(String(body)) as unknown);
}

describe.each([
  ['an experiment', experiment],
  ['live sessions', session],
])('the recorder of %s', (_what, subject) => {
  test('writes events soon, by itself and in order', async () => {
    const { recorder, record, events } = subject();
    const recorded = record(50);
    expect(events()).toEqual([]);
    await expect.poll(() => events().length).toBe(50);
    expect(events()).toEqual(recorded);
    recorder.close();
  });

  test('writes an end at once, with everything that came before it', async () => {
    const { recorder, record, recordEnd, events, knowsEnd } = subject();
    const recorded = [...record(5), ...(await recordEnd())];
    expect([events(), knowsEnd()]).toEqual([recorded, true]);
    recorder.close();
  });

  test('is not held up by another process that writes, and tries again by itself', async () => {
    const { path, recorder, record, recordEnd, events, knowsEnd } = subject();
    const release = hold(path);
    const before = performance.now();
    const recorded = [...record(5), ...(await recordEnd())];
    expect(performance.now() - before).toBeLessThan(busyTimeoutMs);
    expect(recorder.writeError?.detail).toMatchObject({ code: 'history-locked', errno: 'SQLITE_BUSY' });
    expect(events()).toEqual([]);
    release();
    await expect.poll(knowsEnd).toBe(true);
    expect([events(), recorder.writeError, recorder.close()]).toEqual([recorded, null, null]);
  });

  test('keeps what a full disk refuses, and writes it when there is room', async () => {
    const { db, recorder, record, recordEnd, events, knowsEnd } = subject();
    const makeRoom = fillUp(db);
    const recorded = [...record(1000), ...(await recordEnd())];
    expect(recorder.writeError?.detail).toMatchObject({ code: 'disk-full', errno: 'SQLITE_FULL', fault: 'machine' });
    makeRoom();
    recorder.flush();
    expect([events(), knowsEnd(), recorder.writeError, recorder.close()]).toEqual([recorded, true, null, null]);
  });

  test('loses no event on a disk that stays full: the database and the rescue file hold them all, in order', async () => {
    const { db, recorder, record, recordEnd, events, header } = subject();
    const early = record(5);
    recorder.flush();
    fillUp(db);
    const late = [...record(1000), ...(await recordEnd())];
    const rescued = recorder.close() ?? '';
    expect(events()).toEqual(early);
    expect(linesOf(rescued)).toEqual([header(early.length, late.length), ...late]);
  });

  test('writes what waits when it is closed', () => {
    const { recorder, record, events } = subject();
    const recorded = record(5);
    expect(recorder.close()).toBeNull();
    expect(events()).toEqual(recorded);
  });
});
