import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';
import { nsOfMs } from '#model/time.ts';
import { importBundle, openHistory } from '#recorder';
import { openToWrite } from '../../main/recorder/file/open.ts';
import { SessionRecorder } from '../../main/recorder/writing/session-recorder.ts';
import { plan, story, told } from '../model/live-story.ts';
import { failure } from './failure.ts';
import { temporaryFolder } from './folder.ts';

const openedAt = '2026-11-21T01:00:00.000Z';
const of = (session: number): readonly LiveEvent[] => story.map((event) => ({ ...event, session }));
const rowOf = (events: readonly LiveEvent[]) =>
  events.reduce<SessionRow | null>((row, event) => foldSession(row, event), null) as SessionRow;
const text = (...values: readonly object[]): string => `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;

function opened(path = join(temporaryFolder(), 'history.db')) {
  const history = openHistory(path);
  onTestFinished(() => history.close());
  const recorder = history.sessionRecorder();
  const events = (session: number) => recorder.sessionEventsAfter(session, 0, 1000).map(({ event }) => event);
  return { path, history, recorder, events };
}

/** As after the end of the program that recorded it. */
function abandon(path: string): void {
  const db = new Sqlite(path);
  db.prepare('UPDATE program SET pid = 1, since = ?').run('another boot 1');
  db.close();
}

/**
 * A program opens sessions, one for each number of events that reach the history. Then the database refuses to write:
 * the rest of each whole story goes to a rescue file, and the program ends.
 */
function rescued(recordedCounts: readonly number[], whole: (session: number) => readonly LiveEvent[] = of) {
  const path = join(temporaryFolder(), 'history.db');
  const db = openToWrite(path);
  const recorder = new SessionRecorder(db, path);
  const sessions = recorder.begin(
    recordedCounts.map(() => plan),
    openedAt,
  );
  for (const [index, session] of sessions.entries()) recorder.append(whole(session).slice(0, recordedCounts[index]));
  recorder.flush();
  db.pragma('query_only = ON');
  for (const [index, session] of sessions.entries()) {
    recorder.append(whole(session).slice(recordedCounts[index]));
    recorder.append([rowOf(whole(session))]);
  }
  const file = recorder.close() ?? '';
  db.close();
  abandon(path);
  return { path, sessions, file, text: readFileSync(file, 'utf8') };
}

describe('what was rescued of live sessions', () => {
  test('completes them where they were recorded, once', () => {
    const { path, sessions, file, text: lines } = rescued([2, 5]);
    const { history, recorder, events } = opened(path);
    const [first = 0, second = 0] = sessions;
    expect(recorder.pastSession(first)).toMatchObject({ end: 'program-ended', verdict: null });
    const all = { imported: [], alreadyPresent: [] };
    expect(importBundle(history, lines, file)).toEqual({
      ...all,
      sessions: { imported: [first, second], alreadyPresent: [], incomplete: [] },
    });
    const check = () => {
      for (const session of sessions) {
        expect(events(session)).toEqual(of(session));
        expect(recorder.pastSession(session)).toEqual(rowOf(of(session)));
      }
      expect(recorder.pastSessions({ text: 'unanswered', offset: 0, limit: 10 }).total).toBe(2);
    };
    check();
    expect(importBundle(history, lines, file).sessions).toEqual({
      imported: [],
      alreadyPresent: [first, second],
      incomplete: [],
    });
    check();
  });

  test('makes a session of which nothing had been recorded', () => {
    const { path, file, text: lines } = rescued([0, 2]);
    const { history, recorder, events } = opened(path);
    const { sessions } = importBundle(history, lines, file);
    expect(sessions).toEqual({ imported: [3, 2], alreadyPresent: [], incomplete: [] });
    expect([events(3), recorder.pastSession(3)]).toEqual([of(3), rowOf(of(3))]);
    expect(importBundle(history, lines, file).sessions).toEqual({
      imported: [],
      alreadyPresent: [3, 2],
      incomplete: [],
    });
    expect(recorder.pastSessions({ text: '', offset: 0, limit: 10 }).total).toBe(2);
  });

  test('is new in another history when it has the beginning, and named when it has not', () => {
    const { text: lines } = rescued([0, 2, 0]);
    const { history, recorder, events } = opened();
    // Another session with the same number.
    recorder.begin([plan], '2026-11-22T01:00:00.000Z');
    expect(importBundle(history, lines, 'r.jsonl').sessions).toEqual({
      imported: [2, 3],
      alreadyPresent: [],
      incomplete: [2],
    });
    expect([events(2), events(3), events(1)]).toEqual([of(2), of(3), []]);
    expect(recorder.pastSession(2)).toEqual(rowOf(of(2)));
  });

  test('without its end ends with what is there', () => {
    const { text: lines } = rescued([0], (session) => of(session).slice(0, 4));
    const { history, recorder } = opened();
    importBundle(history, lines, 'r.jsonl');
    expect(recorder.pastSession(1)).toMatchObject({ state: 'ended', end: 'program-ended', heartbeatsSent: 1 });
  });

  test('has the end of a fault that was lifted after the session had ended', () => {
    const healed = told(6000, {
      type: 'healed',
      fault: { kind: 'freeze' },
      ended: { from: nsOfMs(5999), to: nsOfMs(6000) },
    });
    const whole = (session: number) => [...of(session), { ...healed, session }];
    const { path, text: lines } = rescued([story.length], whole);
    const { history, recorder, events } = opened(path);
    expect(importBundle(history, lines, 'r.jsonl').sessions).toMatchObject({ imported: [1] });
    expect([events(1), recorder.pastSession(1)]).toEqual([whole(1), rowOf(whole(1))]);
  });
});

describe('a file of rescued sessions changes nothing of', () => {
  const header = (after: number, events: number) => ({
    schema: 'halfopen.rescue/1',
    kind: 'sessions',
    sessions: [{ session: 1, openedAt, after, events }],
    writer: { pid: 1, since: 'elsewhere' },
  });

  test('a session that has ended', () => {
    const { path, history, recorder, events } = opened();
    recorder.begin([plan], openedAt);
    recorder.append(of(1));
    recorder.append([rowOf(of(1))]);
    recorder.close();
    abandon(path);
    const forged = { ...of(1).at(-1), how: 'failed', at: 1e10 };
    for (const lines of [
      text(header(story.length, 1), forged),
      text(header(2, 1), forged),
      text(...of(1).slice(0, 2), forged),
    ])
      expect(importBundle(history, lines, 'evil.jsonl').sessions).toEqual({
        imported: [],
        alreadyPresent: [],
        incomplete: [1],
      });
    expect([events(1), recorder.pastSession(1)]).toEqual([of(1), rowOf(of(1))]);
  });

  test('a session that is open', () => {
    const { history, recorder, events } = opened();
    recorder.begin([plan], openedAt);
    recorder.append(of(1).slice(0, 2));
    recorder.flush();
    const lines = text(header(2, of(1).length - 2), ...of(1).slice(2));
    expect(importBundle(history, lines, 'evil.jsonl').sessions).toMatchObject({ imported: [], incomplete: [1] });
    expect([events(1), recorder.pastSession(1)]).toEqual([of(1).slice(0, 2), null]);
  });

  test('a session with other events than those that it continues', () => {
    const { path, text: lines } = rescued([3]);
    const db = new Sqlite(path);
    db.prepare('DELETE FROM session_event WHERE seq = 2').run();
    db.close();
    const { history, events } = opened(path);
    const before = events(1);
    expect(importBundle(history, lines, 'r.jsonl').sessions).toMatchObject({ imported: [], incomplete: [1] });
    expect(events(1)).toEqual(before);
  });

  test.each<readonly [string, string, RegExp]>([
    ['a second beginning', text(...of(1).slice(0, 1), ...of(1).slice(0, 1)), /line 2, type: given "opened"/],
    ['a second end', text(...of(1), ...of(1).slice(-1)), new RegExp(`line ${of(1).length + 1}, type: given "ended"`)],
    ['an unlisted session', text(header(0, 1), ...of(2).slice(0, 1)), /line 2, session: given 2/],
    ['a plan that is none', text({ ...of(1)[0], plan: {} }), /line 1, plan\.to: missing/],
    ['an instant that is none', text({ ...of(1)[1], at: null }), /line 1, at: given null, allowed: number/],
    ['an experiment', text(...of(1).slice(0, 1), { run: 'a', at: 1, type: 'ended' }), /line 2, session: missing/],
  ])('a history, when it has %s', (_what, lines, says) => {
    const { history, recorder } = opened();
    const refusal = failure(() => importBundle(history, lines, 'evil.jsonl'));
    expect(refusal).toMatchObject({
      code: 'import-invalid',
      given: 'evil.jsonl',
      message: expect.stringMatching(says),
    });
    expect(recorder.pastSessions({ text: '', offset: 0, limit: 1 }).total).toBe(0);
  });
});

test('what only a later Halfopen knows of a session is kept as it came', () => {
  const { path, history, recorder, events } = opened();
  const later = { session: 1, at: 2e10, type: 'weather', sky: 'blue' };
  const lines = [...of(1).slice(0, 4), later, ...of(1).slice(4)];
  expect(importBundle(history, text(...lines), 'r.jsonl').sessions?.imported).toEqual([1]);
  const db = new Sqlite(path, { readonly: true });
  onTestFinished(() => void db.close());
  const bodies = db.prepare('SELECT body FROM session_event ORDER BY seq').pluck().all() as string[];
  expect(bodies).toEqual(lines.map((event) => JSON.stringify(event)));
  expect([events(1), recorder.pastSession(1)]).toEqual([of(1), rowOf(of(1))]);
});
