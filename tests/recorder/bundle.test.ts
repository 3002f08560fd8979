import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportBundle, importBundle, openHistory } from '#recorder';
import type { History } from '#recorder';
import { failure } from './failure.ts';
import { temporaryFolder } from './folder.ts';
import { ended, finished, heard, started, struck } from './story.ts';

/** Two histories: one with the experiments `one` and `two`, one empty. */
function twoHistories(use: (from: History, to: History) => void): void {
  const folder = temporaryFolder();
  const from = openHistory(join(folder, 'from.db'));
  for (const run of ['one', 'two']) {
    const recorder = from.recorder(run);
    recorder.append([started(run), heard(run, 0, 5), struck(run, 0, 6), ended(run, 0, 10), finished(run)]);
    recorder.close();
    from.conclude(run);
  }
  const to = openHistory(join(folder, 'to.db'));
  use(from, to);
  from.close();
  to.close();
}

describe('an export', () => {
  test('taken in elsewhere is the same experiments with the same events and counts', () => {
    twoHistories((from, to) => {
      const bundle = exportBundle(from, ['one', 'tw', 'one']);
      expect(importBundle(to, bundle, 'x')).toEqual({ imported: ['one', 'two'], alreadyPresent: [] });
      for (const id of ['one', 'two']) {
        expect(to.get(id)).toEqual(from.get(id));
        expect([...to.events(id)]).toEqual([...from.events(id)]);
      }
      expect(to.list()).toEqual(from.list());
      expect(to.conclude('one')).toEqual(from.get('one'));
      expect(exportBundle(to, ['one', 'two'])).toBe(bundle);
    });
  });

  test('keeps what is there already as it is, and says so', () => {
    twoHistories((from, to) => {
      importBundle(to, exportBundle(from, ['one']), 'x');
      const renamed = exportBundle(from, ['one', 'two']).replaceAll('"name":"story"', '"name":"other"');
      expect(importBundle(to, renamed, 'x')).toEqual({ imported: ['two'], alreadyPresent: ['one'] });
      expect([to.get('one').name, to.get('two').name]).toEqual(['story', 'other']);
      expect([...to.events('one')]).toHaveLength(5);
    });
  });

  test('of one bare result, as "run --json" writes it, has its trials counted too', () => {
    twoHistories((from, to) => {
      const result = from.get('one');
      expect(importBundle(to, JSON.stringify(result, null, 2), 'x')).toEqual({ imported: ['one'], alreadyPresent: [] });
      expect(to.get('one')).toEqual(result);
      expect(to.list()).toMatchObject([{ trials: 1, detected: 1, judged: 1 }]);
    });
  });
});

type Loose = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any
const bundleWith = (from: History, change: (bundle: Loose) => void): string => {
  const bundle = JSON.parse(exportBundle(from, ['one', 'two'])) as Loose;
  change(bundle);
  return JSON.stringify(bundle);
};

describe('a file takes nothing in when it', () => {
  const expectRefused = (text: (from: History) => string, expected: object): void =>
    twoHistories((from, to) => {
      expect(failure(() => importBundle(to, text(from), 'file.json'))).toMatchObject({
        given: 'file.json',
        ...expected,
      });
      expect(to.list()).toEqual([]);
      expect(to.after(0, 10)).toEqual([]);
    });
  const invalid = { code: 'import-invalid', fault: 'input' };
  const future = { code: 'import-from-the-future', message: expect.stringMatching(/newer Halfopen/) };

  test('is broken off', () => expectRefused((from) => exportBundle(from, ['one']).slice(0, 500), invalid));
  test('is empty', () => expectRefused(() => '', invalid));
  test('is from another program', () => expectRefused(() => '{"hello":1}', invalid));
  test('is an export of a newer Halfopen', () =>
    expectRefused((from) => bundleWith(from, (bundle) => (bundle['schema'] = 'halfopen.export/2')), future));
  test('is a result of a newer Halfopen', () =>
    expectRefused((from) => JSON.stringify({ ...from.get('one'), schema: 'halfopen.experiment/2' }), future));
  test('holds a result of a newer Halfopen', () =>
    expectRefused(
      (from) => bundleWith(from, (bundle) => (bundle['experiments'][1].result.schema = 'halfopen.experiment/7')),
      future,
    ));
  test('holds one experiment that keeps no contract, beside one that does', () =>
    expectRefused((from) => bundleWith(from, (bundle) => delete bundle['experiments'][1].result.host.hz), {
      ...invalid,
      message: expect.stringMatching(/experiments\.1\.result\.host\.hz/),
    }));
  test('mixes the events of two experiments', () =>
    expectRefused((from) => bundleWith(from, (bundle) => (bundle['experiments'][0].events[1].run = 'two')), invalid));
  test('has events without their beginning', () =>
    expectRefused((from) => bundleWith(from, (bundle) => bundle['experiments'][0].events.shift()), invalid));
  test('has an id that could name another folder', () =>
    expectRefused((from) => bundleWith(from, (bundle) => (bundle['experiments'][0].result.id = '../../x')), invalid));
});

describe('what was rescued', () => {
  const lines = (...events: readonly object[]) => `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;
  const rest = lines(struck('part', 1, 15), ended('part', 1, 20), finished('part'));

  test('goes back to its run, once', () => {
    const history = openHistory(join(temporaryFolder(), 'history.db'));
    const recorder = history.recorder('part');
    recorder.append([started('part'), ended('part', 0, 10)]);
    recorder.close();
    expect(importBundle(history, rest, 'rescued.jsonl')).toEqual({ imported: ['part'], alreadyPresent: [] });
    expect(importBundle(history, rest, 'rescued.jsonl')).toEqual({ imported: [], alreadyPresent: ['part'] });
    expect(history.get('part')).toMatchObject({ status: 'complete' });
    expect(history.list()).toMatchObject([{ status: 'complete', trials: 2, detected: 2, judged: 1 }]);
    expect([...history.events('part')]).toHaveLength(5);
    history.close();
  });

  test('of a whole run makes that run', () => {
    const history = openHistory(join(temporaryFolder(), 'history.db'));
    expect(importBundle(history, lines(started('part'), ended('part', 0, 10)), 'r')).toEqual({
      imported: ['part'],
      alreadyPresent: [],
    });
    expect(history.list()).toMatchObject([{ status: 'partial', trials: 1 }]);
    history.close();
  });

  test.each([
    ['another history', rest, 'import-incomplete'],
    ['two runs', lines(started('part'), finished('other')), 'import-invalid'],
    ['half a line', `${lines(started('part'))}{"run":"pa`, 'import-invalid'],
  ])('of %s is refused', (_what, text, code) => {
    const history = openHistory(join(temporaryFolder(), 'history.db'));
    expect(failure(() => importBundle(history, text, 'rescued.jsonl'))).toMatchObject({ code, given: 'rescued.jsonl' });
    expect(history.list()).toEqual([]);
    history.close();
  });
});
