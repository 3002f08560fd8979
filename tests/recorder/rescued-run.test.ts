import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { importBundle, openHistory } from '#recorder';
import type { History } from '#recorder';
import { thisProcess } from '../../main/recorder/owners/owner.ts';
import { failure } from './failure.ts';
import { temporaryFolder } from './folder.ts';
import { hold } from './hold.ts';
import { header, history, lines, record, stateOf, survived, whole } from './rescue-lines.ts';
import { ended, finished, heard, started } from './story.ts';

describe('an import appends exactly what is missing', () => {
  const rest = [heard('a', 1, 15), ended('a', 1, 20), finished('a')];
  const begun = [started('a'), ended('a', 0, 10)];

  test('once, however often it is imported', () => {
    const to = history();
    record(to, 'a', begun);
    const text = lines(header('a', 2, 3), ...rest);
    expect(importBundle(to, text, 'r.jsonl')).toEqual({ imported: ['a'], alreadyPresent: [] });
    const before = stateOf(to, 'a');
    for (const again of [text, lines(...rest)])
      expect(importBundle(to, again, 'r.jsonl')).toEqual({ imported: [], alreadyPresent: ['a'] });
    expect(stateOf(to, 'a')).toEqual(before);
    expect(before.events).toEqual([...begun, ...rest]);
  });

  test('when some of it was written after all', () => {
    for (const text of [lines(header('a', 2, 3), ...rest), lines(...rest)]) {
      const to = history();
      record(to, 'a', [...begun, ...rest.slice(0, 1)]);
      expect(importBundle(to, text, 'r.jsonl').imported).toEqual(['a']);
      expect([...to.events('a')]).toEqual([...begun, ...rest]);
    }
  });

  test.each([
    ['less than was there', [started('a')], /after its event 2; .* has 1 of them/],
    ['something else', [...begun, heard('a', 5, 14)], /after its event 2; .* has 3 events, and others from there on/],
  ])('or refuses it where the history has %s', (_what, here, says) => {
    const to = history();
    record(to, 'a', here);
    const refusal = failure(() => importBundle(to, lines(header('a', 2, 3), ...rest), 'r.jsonl'));
    expect(refusal).toMatchObject({
      code: 'import-incomplete',
      given: 'r.jsonl',
      message: expect.stringMatching(says),
    });
    expect([...to.events('a')]).toEqual(here);
  });
});

test('a run whose result was saved without its last events gets them, because they lead to that result', () => {
  const to = history();
  record(to, 'a', whole('a').slice(0, 2));
  const from = history();
  record(from, 'a', whole('a'));
  to.saveResult(from.conclude('a'));
  const text = lines(header('a', 2, 2), ...whole('a').slice(2));
  expect(importBundle(to, text, 'r.jsonl')).toEqual({ imported: ['a'], alreadyPresent: [] });
  expect([...to.events('a')]).toEqual(whole('a'));
  expect(to.get('a')).toEqual(from.get('a'));
});

test('a run that is being recorded is not touched', () => {
  const to = history();
  const recorder = to.recorder('a');
  recorder.append([started('a')]);
  const rest = [ended('a', 0, 10), finished('a')];
  const { pid, since } = thisProcess();
  for (const text of [lines(...rest), lines({ ...header('a', 1, 2), writer: { pid, since } }, ...rest)])
    expect(failure(() => importBundle(to, text, 'evil.jsonl'))).toMatchObject({
      code: 'experiment-running',
      given: 'a',
    });
  recorder.append([finished('a')]);
  recorder.close();
  expect([...to.events('a')]).toEqual([started('a'), finished('a')]);
});

test('a run that another process records is not touched, unless that process wrote the file', () => {
  const path = join(temporaryFolder(), 'history.db');
  const to = openHistory(path);
  onTestFinished(() => to.close());
  record(to, 'a', [started('a')]);
  const db = new Database(path);
  // The process that started this one, or the first of the system.
  const writer = { pid: process.ppid, since: null };
  db.prepare('UPDATE experiment SET owner_pid = ?, owner_since = NULL, owner_seen_ms = ?').run(writer.pid, Date.now());
  db.close();
  const rest = [ended('a', 0, 10), finished('a')];
  for (const text of [lines(...rest), lines(header('a', 1, 2), ...rest)])
    expect(failure(() => importBundle(to, text, 'r.jsonl'))).toMatchObject({
      code: 'experiment-running',
      message: expect.stringContaining(`process ${process.ppid}`),
    });
  expect(importBundle(to, lines({ ...header('a', 1, 2), writer }, ...rest), 'r.jsonl').imported).toEqual(['a']);
});

describe('a file is read and checked while another program may write', () => {
  /** Nobody else may write until the test is over: whoever needs the lock waits for five seconds, and fails. */
  function locked(prepare: (to: History) => void): History {
    const path = join(temporaryFolder(), 'history.db');
    const to = openHistory(path);
    prepare(to);
    const release = hold(path);
    onTestFinished(() => {
      release();
      to.close();
    });
    return to;
  }

  test.each([
    ['a rescue file that is refused', lines(started('a'), survived('a'), started('a'))],
    ['a bundle that is refused', JSON.stringify({ schema: 'halfopen.export/1', experiments: [{}] })],
  ])('%s', (_what, text) => {
    const to = locked(() => {});
    expect(failure(() => importBundle(to, text, 'evil.jsonl'))).toMatchObject({ code: 'import-invalid' });
  });

  test('a rescue file that adds nothing', () => {
    const to = locked((before) => record(before, 'a', whole('a')));
    expect(importBundle(to, lines(...whole('a')), 'r.jsonl')).toEqual({ imported: [], alreadyPresent: ['a'] });
  });
});
