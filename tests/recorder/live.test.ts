import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';
import { openHistory } from '#recorder';
import { plan, story, told } from '../model/live-story.ts';
import { temporaryFolder } from './folder.ts';

const openedAt = '2026-11-21T01:00:00.000Z';
const of = (session: number): readonly LiveEvent[] => story.map((event) => ({ ...event, session }));
const nextTurn = () => new Promise((resolve) => void setImmediate(resolve));

function rowOf(events: readonly LiveEvent[]): SessionRow {
  const row = events.reduce<SessionRow | null>((before, event) => foldSession(before, event), null);
  if (row === null) throw new Error('the story has no beginning');
  return row;
}

function opened(path = join(temporaryFolder(), 'history.db')) {
  const history = openHistory(path);
  onTestFinished(() => history.close());
  return { path, history, recorder: history.sessionRecorder() };
}

test('events come back as they were told, in order, a page at a time', () => {
  const { recorder } = opened();
  const [first = 0, second = 0] = recorder.begin([plan, plan], openedAt);
  recorder.append(of(first));
  recorder.append(of(second));
  recorder.flush();
  const page = recorder.sessionEventsAfter(first, 0, 4);
  const rest = recorder.sessionEventsAfter(first, page.at(-1)?.seq ?? 0, 100);
  expect([...page, ...rest].map(({ event }) => event)).toEqual(of(first));
  expect(recorder.sessionEventsAfter(second, 0, 100).map(({ event }) => event)).toEqual(of(second));
});

test('a finished session is durable before the next socket is looked at', async () => {
  const { path, recorder } = opened();
  const [session = 0] = recorder.begin([plan], openedAt);
  recorder.append(of(session));
  recorder.append([rowOf(of(session))]);
  await nextTurn();
  await nextTurn();
  const other = new Sqlite(path, { readonly: true });
  onTestFinished(() => void other.close());
  expect(other.prepare('SELECT ended, row FROM session').get()).toMatchObject({ ended: 1 });
  expect(other.prepare('SELECT count(*) FROM session_event').pluck().get()).toBe(story.length);
});

test('what waits is written within the second, and onlookers are told', async () => {
  const { recorder } = opened();
  const [session = 0] = recorder.begin([plan], openedAt);
  const written = new Promise<void>((resolve) => void recorder.onAttempt(resolve));
  recorder.append(of(session).slice(0, 2));
  expect(recorder.sessionEventsAfter(session, 0, 10)).toEqual([]);
  await written;
  expect(recorder.sessionEventsAfter(session, 0, 10)).toHaveLength(2);
});

test('past sessions are found by detector, endpoint, fault and verdict, the latest first', () => {
  const { recorder } = opened();
  const ids = recorder.begin([plan, plan, plan], openedAt);
  for (const [index, id] of ids.entries()) {
    const events = of(id).map((event) =>
      event.type === 'opened' && index === 1
        ? { ...event, plan: { ...plan, detector: { kind: 'eof' as const }, to: { address: '127.0.0.9', port: 9 } } }
        : event,
    );
    recorder.append(events);
    if (index < 2) recorder.append([rowOf(events)]);
  }
  recorder.flush();
  const found = (text: string) => recorder.pastSessions({ text, offset: 0, limit: 10 });
  const shown = (text: string) => found(text).rows.map(({ session }) => session);
  expect(shown('')).toEqual([ids[1], ids[0]]);
  expect(shown('HEARTBEAT 1s')).toEqual([ids[0]]);
  expect(shown('127.0.0.9:9')).toEqual([ids[1]]);
  expect(shown('freeze')).toEqual([ids[1], ids[0]]);
  expect(shown('unanswered')).toEqual([ids[1], ids[0]]);
  expect(shown('100%')).toEqual([]);
  expect(recorder.pastSessions({ text: '', offset: 1, limit: 1 })).toMatchObject({
    total: 2,
    rows: [{ session: ids[0] }],
  });
  expect(found('').rows[1]).toEqual(rowOf(of(ids[0] ?? 0)));
});

test('an interval without an upper bound is read back as what it was', () => {
  const { recorder } = opened();
  const [session = 0] = recorder.begin([plan], openedAt);
  const events = of(session).map((event) =>
    event.type === 'fault' && event.prediction !== null
      ? { ...event, prediction: { ...event.prediction, toMs: Infinity } as typeof event.prediction }
      : event,
  );
  recorder.append(events);
  recorder.append([rowOf(events)]);
  recorder.flush();
  expect(recorder.pastSession(session)?.struck?.prediction).toMatchObject({ toMs: Infinity });
  expect(recorder.sessionEventsAfter(session, 0, 100).map(({ event }) => event)).toEqual(events);
});

test('a number is never used twice, even after a session that left nothing', () => {
  const { path, history, recorder } = opened();
  const [first = 0] = recorder.begin([plan], openedAt);
  recorder.close();
  const db = new Sqlite(path);
  db.prepare('UPDATE program SET pid = 1, since = ?').run('another boot 1');
  db.close();
  openHistory(path).close();
  expect(history.sessionRecorder().begin([plan], openedAt)).toEqual([first + 1]);
});

test('a program killed in the middle has lost no finished session and at most a second of an open one, which ends with it', async () => {
  const path = join(temporaryFolder(), 'history.db');
  const running = fork(new URL('./live-crash-child.ts', import.meta.url), [path], { execArgv: [] });
  const gone = Promise.all([once(running, 'exit'), once(running, 'disconnect')]);
  let last = { beat: 0, atMs: 0, open: 0, finished: 0 };
  await new Promise<void>((resolve) => {
    running.on('message', (message) => {
      last = message as typeof last;
      if (last.beat >= 400) resolve();
    });
  });
  running.kill('SIGKILL');
  await gone;
  const { recorder } = opened(path);
  expect(recorder.pastSession(last.finished)).toMatchObject({ state: 'dead', end: 'verdict' });
  const row = recorder.pastSession(last.open);
  expect(row).toMatchObject({ state: 'ended', end: 'program-ended', verdict: null });
  expect(last.atMs - (row?.endedAt ?? 0) / 1e6).toBeLessThan(1000);
  expect(recorder.sessionEventsAfter(last.open, 0, 10_000).at(-1)?.event).toMatchObject({ how: 'program-ended' });
});

test('sessions of a program that still runs are left alone', () => {
  const { path, recorder } = opened();
  const [session = 0] = recorder.begin([plan], openedAt);
  recorder.append(of(session).slice(0, 2));
  recorder.flush();
  const other = opened(path);
  expect(other.recorder.pastSession(session)).toBeNull();
  expect(other.recorder.pastSessions({ text: '', offset: 0, limit: 1 }).total).toBe(0);
});

test('a story that cannot be read keeps nobody from the history', () => {
  const { path, recorder } = opened();
  const [session = 0] = recorder.begin([plan], openedAt);
  recorder.append(of(session).slice(0, 2));
  recorder.close();
  const db = new Sqlite(path);
  db.prepare('UPDATE program SET pid = 1, since = ?').run('another boot 1');
  db.prepare(`UPDATE session_event SET body = 'half a st'`).run();
  db.close();
  expect(opened(path).recorder.pastSessions({ text: '', offset: 0, limit: 1 }).total).toBe(0);
});

test('a session that cannot be read keeps nobody from the others of its program', () => {
  const { path, recorder } = opened();
  const [broken = 0, sound = 0] = recorder.begin([plan, plan], openedAt);
  recorder.append([...of(broken).slice(0, 2), ...of(sound).slice(0, 2)]);
  recorder.close();
  const db = new Sqlite(path);
  db.prepare('UPDATE program SET pid = 1, since = ?').run('another boot 1');
  db.prepare(`UPDATE session_event SET body = 'half a line' WHERE session = ?`).run(broken);
  db.close();
  const { rows } = opened(path).recorder.pastSessions({ text: '', offset: 0, limit: 10 });
  expect(rows).toMatchObject([{ session: sound, state: 'ended', end: 'program-ended' }]);
});

test('what the database refuses is tried again, and lands in a file of its own when it never takes it', () => {
  const { path, history, recorder } = opened();
  const [session = 0] = recorder.begin([plan], openedAt);
  history.close();
  recorder.append([told(1, { type: 'beats', sent: 1, received: 1, overMs: 1000 }, session)]);
  const rescued = recorder.close();
  expect(rescued).toBe(`${path}.sessions.rescued.jsonl`);
  expect(recorder.writeError).not.toBeNull();
});
