import { describe, expect, test } from 'vitest';
import { exportBundle, importBundle } from '#recorder';
import { failure } from './failure.ts';
import { header, history, lines, record, stateOf, survived, whole } from './rescue-lines.ts';
import { ended, finished, plan, started, struck } from './story.ts';

type Loose = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any

describe('a finished experiment is not changed by a rescue file', () => {
  test.each([
    ['another end of a trial, and another end', lines(survived('a'), finished('a'))],
    ['another story of the whole run', lines(started('a'), survived('a'), finished('a'))],
    ['more than it has', lines(...whole('a'), ended('a', 1, 20))],
    ['more than it has, with a header that fits', lines(header('a', 4, 1), ended('a', 1, 20))],
    ['another beginning, with a header that does not fit', lines(header('a', 0, 1), { ...started('a'), at: 5 })],
  ])('with %s', (_what, text) => {
    const to = history();
    record(to, 'a', whole('a'));
    to.conclude('a');
    const before = stateOf(to, 'a');
    expect(failure(() => importBundle(to, text, 'evil.jsonl'))).toMatchObject({
      code: 'experiment-finished',
      fault: 'input',
      given: 'a',
      message: expect.stringMatching(/evil\.jsonl/),
    });
    expect(stateOf(to, 'a')).toEqual(before);
  });

  test('of which only the result was imported', () => {
    const from = history();
    record(from, 'a', whole('a'));
    const to = history();
    importBundle(to, JSON.stringify(from.conclude('a')), 'a.json');
    const text = lines(started('a'), survived('a'), finished('a'));
    expect(failure(() => importBundle(to, text, 'evil.jsonl'))).toMatchObject({ code: 'experiment-finished' });
    expect([to.get('a'), [...to.events('a')]]).toEqual([from.get('a'), []]);
  });

  test('which may repeat what is there', () => {
    const to = history();
    record(to, 'a', whole('a'));
    to.conclude('a');
    for (const text of [
      lines(...whole('a')),
      lines(...whole('a').slice(1)),
      lines(header('a', 2, 1), ended('a', 0, 10)),
    ])
      expect(importBundle(to, text, 'r.jsonl')).toEqual({ imported: [], alreadyPresent: ['a'] });
    expect([...to.events('a')]).toHaveLength(4);
  });
});

describe('of a file that is refused, it is said where, which field, what was given and what is allowed', () => {
  const begun = started('a');
  test.each<readonly [string, string, RegExp]>([
    ['a second start', lines(begun, begun), /line 2, type: given "started", allowed: one "started"/],
    ['a second end', lines(begun, finished('a'), finished('a')), /line 3, type: given "ended", allowed: one "ended"/],
    ['a trial beyond the plan', lines(begun, ended('a', 1000, 5)), /line 2, trial: given 1000, allowed: 0 to 999/],
    ['an end before the start', lines(finished('a'), begun), /line 1, type: given "ended", allowed: "started" first/],
    ['half a trial', lines(begun, ended('a', 0.5, 5)), /line 2, trial: given 0\.5, allowed/],
    ['a trial before the first', lines(begun, ended('a', -1, 5)), /line 2, trial: given -1, allowed: at least 0/],
    ['an instant without end', lines(begun).concat(`{"run":"a","at":1e999,"type":"new"}`), /line 2, at: given/],
    [
      'an instant that is no number',
      lines(begun, { ...finished('a'), at: '5' }),
      /line 2, at: given "5", allowed: number/,
    ],
    [
      'an outcome of its own',
      lines(begun, { ...ended('a', 0, 5), outcome: 'won' }),
      /line 2, outcome: given "won", allowed: .*survived/,
    ],
    ['no outcome', lines(begun, { ...ended('a', 0, 5), outcome: undefined }), /line 2, outcome: missing, allowed/],
    ['an event of another run', lines(begun, finished('b')), /line 2, run: given "b", allowed: a/],
    ['a fault that is none', lines(begun, { ...struck('a', 0, 5), fault: { kind: 'rust' } }), /line 2, fault/],
    ['a name that is a path', lines({ ...begun, run: '../a' }), /line 1, run: given "\.\.\/a", allowed: an ID/],
    ['no type', lines(begun, { run: 'a', at: 5 }), /line 2, type: missing/],
    ['fewer events than it says', lines(header('a', 0, 3), begun, ended('a', 0, 5)), /it has 2 of 3 events/],
    ['a header without an owner', lines({ ...header('a', 0, 1), writer: 5 }, begun), /line 1, writer: given 5/],
    [
      'repeats beyond counting',
      lines({ ...begun, plan: { ...plan, repeats: 2 ** 53 - 1 } }),
      /line 1, plan\.repeats: given 9007199254740991, allowed: .*\d/,
    ],
    [
      'repeats beyond memory',
      lines({ ...begun, plan: { ...plan, repeats: 5e8 } }),
      /line 1, plan\.repeats: given 500000000, allowed: .*\d/,
    ],
  ])('%s in a rescue file', (_what, text, says) => {
    const to = history();
    const refusal = failure(() => importBundle(to, text, 'evil.jsonl'));
    expect(refusal).toMatchObject({ code: 'import-invalid', fault: 'input', given: 'evil.jsonl' });
    expect(refusal?.message).toMatch(/^evil\.jsonl/);
    expect(refusal?.message).toMatch(says);
    expect([to.list(), to.after(0, 10)]).toEqual([[], []]);
  });

  const whatever = (change: (experiment: Loose) => void): string => {
    const from = history();
    record(from, 'a', whole('a'));
    from.conclude('a');
    const bundle = JSON.parse(exportBundle(from, ['a'])) as Loose;
    change(bundle['experiments'][0]);
    return JSON.stringify(bundle);
  };
  const repeats = (count: number) => (experiment: Loose) => {
    experiment['result'].plan.repeats = count;
    experiment['events'][0].plan.repeats = count;
  };
  test.each<readonly [string, (experiment: Loose) => void, RegExp]>([
    ['a second start', ({ events }) => events.push(events[0]), /experiments\.0\.events\.4\.type: given "started"/],
    ['a second end', ({ events }) => events.push(events[3]), /experiments\.0\.events\.4\.type: given "ended"/],
    [
      'a trial beyond the plan',
      ({ events }) => (events[2].trial = 1000),
      /experiments\.0\.events\.2\.trial: given 1000, allowed: 0 to 999/,
    ],
    [
      'an event that is none',
      ({ events }) => (events[2].outcome = 'won'),
      /experiments\.0\.events\.2\.outcome: given "won"/,
    ],
    [
      'an event of another run',
      ({ events }) => (events[2].run = 'b'),
      /experiments\.0\.events\.2\.run: given "b", allowed: a/,
    ],
    [
      'more cells than its plan',
      ({ result }) => result.cells.push(result.cells[0]),
      /experiments\.0\.result\.cells: given 2, allowed: at most 1,/,
    ],
    [
      'more trials than its plan',
      ({ result }) => (result.cells[0].trials[0].repeat = 1000),
      /cells\.0\.trials\.0\.repeat: given 1000, allowed: 0 to 999/,
    ],
    ['repeats beyond counting', repeats(2 ** 53 - 1), /plan\.repeats: given 9007199254740991, allowed: .*\d/],
    ['repeats beyond memory', repeats(5e8), /plan\.repeats: given 500000000, allowed: .*\d/],
  ])('%s in a bundle', (_what, change, says) => {
    const to = history();
    const refusal = failure(() => importBundle(to, whatever(change), 'evil.json'));
    expect(refusal).toMatchObject({ code: 'import-invalid', fault: 'input', given: 'evil.json' });
    expect(refusal?.message).toMatch(says);
    expect(to.list()).toEqual([]);
  });

  test('repeats beyond memory in a bare result of 865 bytes', () => {
    const to = history();
    const result = {
      schema: 'halfopen.experiment/1',
      id: 'a',
      name: 'x',
      status: 'partial',
      startedAt: '',
      durationMs: 1,
      host: { os: '', kernel: '', arch: '', hz: 1, retries2: 1, node: '', halfopen: '' },
      plan: { ...plan, repeats: 5e8 },
      cells: [],
      expectations: [],
      figures: null,
    };
    const text = JSON.stringify(result);
    expect(failure(() => importBundle(to, text, 'evil.json'))?.message).toMatch(
      /plan\.repeats: given 500000000, allowed: .*\d/,
    );
  });
});

test('what only a later Halfopen knows is kept as it came: types of events, and keys of those that are known', () => {
  const to = history();
  const later = { run: 'a', at: 7, type: 'weather', sky: { colour: 'blue' } };
  const extended = { ...ended('a', 0, 10), mood: 'good' };
  const story = [started('a'), later, extended, finished('a')];
  expect(importBundle(to, lines(...story), 'r.jsonl').imported).toEqual(['a']);
  expect([...to.events('a')]).toEqual(story);
  const again = history();
  importBundle(again, exportBundle(to, ['a']), 'a.json');
  expect([...again.events('a')]).toEqual(story);
});
