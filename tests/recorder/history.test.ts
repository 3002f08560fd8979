import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openHistory, readHistory } from '#recorder';
import type { History } from '#recorder';
import type { RunEvent } from '#model/event.ts';
import { failure } from './failure.ts';
import { temporaryFolder } from './folder.ts';
import { ended, finished, heard, plan, started, struck } from './story.ts';

function record(history: History, run: string, events?: readonly RunEvent[]): void {
  const recorder = history.recorder(run);
  recorder.append(events ?? [started(run), heard(run, 0, 5), ended(run, 0, 10), ended(run, 1, 12), finished(run)]);
  expect(recorder.close()).toBeNull();
  history.conclude(run);
}

const withHistory = (use: (history: History, path: string) => void): void => {
  const path = join(temporaryFolder(), 'deep', 'folder', 'history.db');
  const history = openHistory(path);
  use(history, path);
  history.close();
};

test('keeps what it is told, in order, with a number that grows over all runs', () => {
  withHistory((history) => {
    for (const run of ['aaa', 'bbb']) record(history, run);
    const a = history.after(0, 100, 'aaa');
    const b = history.after(0, 100, 'bbb');
    expect(a.map(({ event }) => event.type)).toEqual(['started', 'input', 'trial-ended', 'trial-ended', 'ended']);
    expect(history.after(a[2]?.seq ?? 0, 100, 'aaa')).toEqual(a.slice(3));
    expect(history.after(0, 100)).toEqual([...a, ...b]);
    expect(history.after(a[3]?.seq ?? 0, 2)).toEqual([a[4], b[0]]);
    expect(history.list()).toMatchObject([
      { id: 'bbb', status: 'complete', trials: 2, detected: 2 },
      { id: 'aaa', status: 'complete', trials: 2, detected: 2 },
    ]);
  });
});

test('never gives a number twice, even after the latest experiment was deleted', () => {
  withHistory((history) => {
    record(history, 'aaa');
    const last = history.after(0, 100).at(-1)?.seq ?? 0;
    history.delete('aaa');
    record(history, 'bbb');
    expect(history.after(0, 1)[0]?.seq).toBeGreaterThan(last);
  });
});

test('a prediction without an upper bound is still one after it was recorded', () => {
  withHistory((history) => {
    const outlasted = { ...ended('a', 0, 20_000), outcome: 'undetected', verdict: null, verdictAt: null } as RunEvent;
    const events = [started('a'), struck('a', 0, 10), outlasted, finished('a')];
    record(history, 'a', events);
    expect([...history.events('a')]).toEqual(events);
    const [trial] = history.get('a').cells[0]?.trials ?? [];
    expect(trial).toMatchObject({ predicted: { toMs: Infinity }, withinPrediction: true });
    expect(history.list()).toMatchObject([{ judged: 1, withinPrediction: 1 }]);
  });
});

test('lists as trials of a broken-off run only those that ended', () => {
  withHistory((history) => {
    record(history, 'a', [started('a'), ended('a', 0, 10), heard('a', 1, 11)]);
    expect(history.get('a').cells[0]?.stats).toMatchObject({ detected: 1, invalid: plan.repeats - 1 });
    expect(history.list()).toMatchObject([{ status: 'partial', trials: 1, detected: 1, invalid: 0 }]);
  });
});

describe('the list', () => {
  const named = (run: string, name: string): readonly RunEvent[] => {
    const start = started(run) as RunEvent & { type: 'started' };
    return [{ ...start, plan: { ...plan, name } }, ended(run, 0, 10), finished(run)];
  };

  test('is narrowed by a text in the name, the note or a tag, or by the beginning of the id', () => {
    withHistory((history) => {
      record(history, 'aa1', named('aa1', 'Keepalive, 100% idle'));
      record(history, 'bb2', named('bb2', 'heartbeat_a'));
      record(history, 'cc3', named('cc3', '心跳'));
      history.change(['aa1'], { note: 'in the train' });
      history.change(['bb2'], { addTags: ['wifi'] });
      const found = (text: string) => history.list({ text }).map(({ id }) => id);
      expect(['keepALIVE', 'train', 'WiFi', 'BB', 'b2', '%', '_', '心', 'zz', ''].map(found)).toEqual([
        ['aa1'],
        ['aa1'],
        ['bb2'],
        ['bb2'],
        [],
        ['aa1'],
        ['bb2'],
        ['cc3'],
        [],
        ['cc3', 'bb2', 'aa1'],
      ]);
    });
  });

  test('is no longer than asked for, the latest first', () => {
    withHistory((history) => {
      for (const run of ['a', 'b', 'c']) record(history, run);
      expect(history.list({ limit: 2 }).map(({ id }) => id)).toEqual(['c', 'b']);
    });
  });
});

describe('finding one experiment', () => {
  test('by a beginning of its id that is clear, in any case, and only then', () => {
    withHistory((history) => {
      for (const id of ['ab1', 'ab2', 'ab22', 'C3']) record(history, id);
      expect(['c', 'C3', 'AB1', 'ab2'].map((id) => history.get(id).id)).toEqual(['C3', 'C3', 'ab1', 'ab2']);
      expect(failure(() => history.get('ab'))).toMatchObject({
        code: 'experiment-ambiguous',
        message: expect.stringMatching(/ab1, ab2/),
      });
      for (const nothing of ['zz', '', '%', 'ab1 '])
        expect(failure(() => history.get(nothing))).toMatchObject({ code: 'experiment-not-found', given: nothing });
    });
  });
});

describe('deleting', () => {
  test('takes the trials and the events along, and several experiments or none', () => {
    withHistory((history, path) => {
      for (const id of ['aa1', 'bb2', 'cc3']) record(history, id);
      expect(failure(() => history.delete('aa1', 'zz'))).toMatchObject({ code: 'experiment-not-found' });
      expect(history.list()).toHaveLength(3);
      expect(history.delete('a', 'bb')).toEqual(['aa1', 'bb2']);
      expect(history.after(0, 100).map(({ event }) => event.run)).toEqual(Array.from({ length: 5 }, () => 'cc3'));
      const db = new Database(path, { readonly: true });
      expect(db.prepare('SELECT DISTINCT experiment_id FROM trial').pluck().all()).toEqual(['cc3']);
      db.close();
    });
  });

  test('an experiment that is running is refused', () => {
    withHistory((history) => {
      history.recorder('aa1').append([started('aa1')]);
      expect(failure(() => history.delete('aa1'))).toMatchObject({ code: 'experiment-running', given: 'aa1' });
    });
  });
});

test('an experiment that is running shows what is there so far', () => {
  withHistory((history, path) => {
    history.recorder('aa1').append([started('aa1'), ended('aa1', 0, 10)]);
    const other = readHistory(path);
    expect(other.list()).toMatchObject([{ status: 'running', trials: 1, judged: 0 }]);
    expect(other.get('aa1').cells[0]?.stats.detected).toBe(1);
    other.close();
  });
});
