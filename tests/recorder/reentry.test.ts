import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';
import { openHistory } from '#recorder';
import { openToWrite } from '../../main/recorder/file/open.ts';
import { History } from '../../main/recorder/history.ts';
import { prunable } from '../../main/recorder/managing/retention.ts';
import { OpenMarker } from '../../main/recorder/owners/open-marker.ts';
import { heartbeatMs } from '../../main/recorder/owners/owner.ts';
import { recoverExperiments } from '../../main/recorder/recovery/experiment-recovery.ts';
import { recoverSessions } from '../../main/recorder/recovery/session-recovery.ts';
import { ExperimentRecorder } from '../../main/recorder/writing/experiment-recorder.ts';
import { SessionRecorder } from '../../main/recorder/writing/session-recorder.ts';
import { plan, story } from '../model/live-story.ts';
import { temporaryFolder } from './folder.ts';
import { ended, finished, started } from './story.ts';

afterEach(() => void vi.useRealTimers());

const openedAt = '2026-11-21T01:00:00.000Z';
const of = (session: number): readonly LiveEvent[] => story.map((event) => ({ ...event, session }));
const rowOf = (events: readonly LiveEvent[]) =>
  events.reduce<SessionRow | null>((row, event) => foldSession(row, event), null) as SessionRow;

/** When this process was last heard of: before its machine slept. */
const asleepMs = Date.UTC(2026, 10, 21);
const awakeMs = asleepMs + 3_600_000;

/** A program on a system that does not tell when a process started, and another one that opens the history after it slept. */
function asleep() {
  const path = join(temporaryFolder(), 'history.db');
  const [db, other] = [openToWrite(path), openToWrite(path)];
  onTestFinished(() => {
    db.close();
    other.close();
  });
  const history = new History(db, path);
  /** Takes this one for dead. */
  const recover = () => {
    recoverExperiments(other, new History(other, path), awakeMs);
    recoverSessions(other, awakeMs);
  };
  return { path, db, other, history, recover, self: () => ({ pid: process.pid, since: null, seenMs: asleepMs }) };
}

describe('an experiment that another program took for dead', () => {
  test('goes on as running with its next event, and ends complete', () => {
    const { db, path, history, recover, self } = asleep();
    const recorder = new ExperimentRecorder(db, path, 'a', self);
    recorder.append([started('a'), ended('a', 0, 10)]);
    recover();
    expect(history.list()).toMatchObject([{ status: 'partial', trials: 1 }]);
    recorder.append([ended('a', 1, 20)]);
    expect(history.list()).toMatchObject([{ status: 'running', trials: 2, detected: 2, durationMs: null }]);
    expect(history.statusOf('a')).toBe('running');
    recorder.append([finished('a')]);
    expect(recorder.close()).toBeNull();
    history.conclude('a');
    expect(history.list()).toMatchObject([{ status: 'complete', trials: 2 }]);
    expect([...history.events('a')]).toEqual([started('a'), ended('a', 0, 10), ended('a', 1, 20), finished('a')]);
  });

  test('goes on as running with its next heartbeat', () => {
    vi.useFakeTimers();
    const { db, path, history, recover, self } = asleep();
    const recorder = new ExperimentRecorder(db, path, 'a', self);
    recorder.append([started('a')]);
    recover();
    vi.advanceTimersByTime(heartbeatMs);
    expect(history.statusOf('a')).toBe('running');
    recorder.close();
  });

  test('stays concluded once its own result is saved', () => {
    const { path } = asleep();
    const history = openHistory(path);
    onTestFinished(() => history.close());
    const recorder = history.recorder('a');
    recorder.append([started('a'), finished('a')]);
    history.conclude('a');
    recorder.append([ended('a', 0, 10)]);
    expect(history.statusOf('a')).toBe('complete');
    expect(recorder.close()).toBeNull();
    expect(history.statusOf('a')).toBe('complete');
  });
});

describe('live sessions that another program took for dead', () => {
  test('go on, without the end that was added to them, and later ones can be opened', () => {
    const { db, path, recover, self } = asleep();
    const recorder = new SessionRecorder(db, path, self);
    const [first = 0, silent = 0, over = 0] = recorder.begin([plan, plan, plan], openedAt);
    recorder.append([...of(first).slice(0, 3), ...of(over)]);
    recorder.append([rowOf(of(over))]);
    recorder.flush();
    recover();
    expect(recorder.pastSession(first)).toMatchObject({ end: 'program-ended' });
    const [later = 0] = recorder.begin([plan], openedAt);
    expect(recorder.pastSession(first)).toBeNull();
    recorder.append([...of(first).slice(3), ...of(silent), ...of(later)]);
    for (const session of [first, silent, later]) recorder.append([rowOf(of(session))]);
    expect(recorder.close()).toBeNull();
    for (const session of [first, silent, over, later]) {
      expect(recorder.sessionEventsAfter(session, 0, 100).map(({ event }) => event)).toEqual(of(session));
      expect(recorder.pastSession(session)).toEqual(rowOf(of(session)));
    }
    expect(new Set([first, silent, over, later]).size).toBe(4);
  });

  test('go on with their next event', () => {
    const { db, path, recover, self } = asleep();
    const recorder = new SessionRecorder(db, path, self);
    const [session = 0] = recorder.begin([plan], openedAt);
    recorder.append(of(session).slice(0, 3));
    recorder.flush();
    recover();
    recorder.append(of(session).slice(3, 4));
    recorder.flush();
    expect([recorder.writeError, recorder.pastSession(session)]).toEqual([null, null]);
    expect(recorder.sessionEventsAfter(session, 0, 100)).toHaveLength(4);
    recorder.close();
  });

  test('lose that end, too, when their own end had failed to be written', () => {
    const { db, path, recover, self } = asleep();
    const recorder = new SessionRecorder(db, path, self);
    const sessions = recorder.begin([plan, plan], openedAt);
    for (const session of sessions) recorder.append(of(session).slice(0, 3));
    recorder.flush();
    // The first is written, the second is refused, and so the transaction of both.
    db.exec(`CREATE TEMP TRIGGER refuse BEFORE UPDATE OF words ON session WHEN old.id = ${sessions[1]}
             BEGIN SELECT raise(ABORT, 'full'); END`);
    for (const session of sessions) recorder.append([...of(session).slice(3), rowOf(of(session))]);
    recorder.flush();
    expect(recorder.writeError).not.toBeNull();
    recover();
    db.exec('DROP TRIGGER refuse');
    expect(recorder.close()).toBeNull();
    for (const session of sessions) {
      expect(recorder.sessionEventsAfter(session, 0, 100).map(({ event }) => event)).toEqual(of(session));
      expect(recorder.pastSession(session)).toEqual(rowOf(of(session)));
    }
  });

  test('go on with the next heartbeat of their program', () => {
    vi.useFakeTimers();
    const { db, path, recover, self } = asleep();
    const recorder = new SessionRecorder(db, path, self);
    const [session = 0] = recorder.begin([plan], openedAt);
    recorder.append(of(session).slice(0, 3));
    recorder.flush();
    recover();
    vi.advanceTimersByTime(heartbeatMs);
    expect(recorder.pastSession(session)).toBeNull();
    expect(recorder.sessionEventsAfter(session, 0, 100).map(({ event }) => event)).toEqual(of(session).slice(0, 3));
    recorder.close();
  });

  test('are not mixed up with those of a program that was entered meanwhile', () => {
    const { db, other, path, recover, self } = asleep();
    const recorder = new SessionRecorder(db, path, self);
    const [mine = 0] = recorder.begin([plan], openedAt);
    recorder.append(of(mine).slice(0, 3));
    recorder.flush();
    recover();
    const stranger = new SessionRecorder(other, path);
    const [theirs = 0] = stranger.begin([plan], openedAt);
    recorder.append(of(mine).slice(3, 4));
    recorder.flush();
    const owner = new Database(path, { readonly: true });
    onTestFinished(() => void owner.close());
    const owners = owner.prepare('SELECT id, program FROM session ORDER BY id').raw().all() as [number, number][];
    expect(owners.map(([id]) => id)).toEqual([mine, theirs]);
    expect(new Set(owners.map(([, program]) => program)).size).toBe(2);
    recorder.close();
    stranger.close();
  });
});

test('a program that has the history open says so again after it was taken for dead, and can still leave', () => {
  vi.useFakeTimers({ now: asleepMs });
  const { db, other, recover, self } = asleep();
  other.exec(`INSERT INTO experiment (id, name, status, started_at, plan, host) VALUES ('x', 'x', 'partial', '', '{}', '{}');
    INSERT INTO entry (experiment_id, name, status, started_at, host, detectors, faults, planned_trials, deleted_at_ms)
      VALUES ('x', 'x', 'partial', '', '', 0, 0, 0, 0)`);
  // A process that is not this one, and runs.
  const marker = new OpenMarker(db, () => ({ ...self(), pid: process.ppid, seenMs: Date.now() }));
  expect(prunable(other, Date.now())).toEqual([]);
  recover();
  expect(prunable(other, Date.now())).toEqual(['x']);
  vi.advanceTimersByTime(heartbeatMs);
  expect(prunable(other, Date.now())).toEqual([]);
  marker.remove();
  expect(other.prepare('SELECT count(*) FROM program').pluck().get()).toBe(0);
});
