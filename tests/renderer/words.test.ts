/** A missing word does not compile; what the compiler cannot see is walked here. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../ground/sources.ts';
import { en } from '../../renderer/view/words/en/index.ts';
import { zh } from '../../renderer/view/words/zh/index.ts';
import { problemsOf } from '../../renderer/view/screens/experiments/builder/plan-problems.ts';
import { problemText } from '../../renderer/view/screens/experiments/builder/problem-text.ts';
import type { Plan } from '#model/plan/plan.ts';
import { freshPlan } from '#store/plan-draft.ts';

type Leaf = readonly [path: string, value: unknown];

function leaves(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** English says these as they come: from the host, or from the experiment file. */
const onlyChinese = /^\.settings\.capability\.|^\.experiments\.values\./;
/** Names, symbols and sources are the same in every language. */
const same =
  /\.(source|term|modifier)$|^\.latency\.mark\.|\.none$|^\.frame\.modifier|timerName|settings\.facts|columns\.rtt|facts\.(rtt|rto)|keepalive$/;

const english = new Map(leaves(en));
const chinese = new Map(leaves(zh));

test('both languages have the same words', () => {
  expect([...chinese.keys()].filter((key) => !english.has(key) && !onlyChinese.test(key))).toEqual([]);
  expect([...english.keys()].filter((key) => !chinese.has(key))).toEqual([]);
  expect(english.size).toBeGreaterThan(250);
});

test('nothing is left empty or untranslated', () => {
  const silent = [...english, ...chinese].filter(([key, value]) => value === '' && !same.test(key));
  expect(silent).toEqual([]);
  const untranslated = [...english].filter(
    ([key, value]) => typeof value === 'string' && value === chinese.get(key) && !same.test(key),
  );
  expect(untranslated).toEqual([]);
});

test('sentences take the same values in both languages', () => {
  const odd = [...english].filter(([key, value]) => {
    const other = chinese.get(key);
    return (
      typeof value !== typeof other ||
      (typeof value === 'function' && typeof other === 'function' && value.length < other.length)
    );
  });
  expect(odd).toEqual([]);
});

test('every word is said somewhere', () => {
  const view = join(repository, 'renderer/view');
  const source = globSync('**/*.{ts,tsx}', { cwd: view })
    .filter((file) => !file.startsWith('words'))
    .map((file) => readFileSync(join(view, file), 'utf8'))
    .join('');
  const { terms } = en;
  const areas = Object.entries(en).filter(([name]) => name !== 'errors' && name !== 'terms');
  const keys = areas.flatMap(([, words]) => Object.keys(words));
  expect(keys.filter((key) => !new RegExp(`\\.${key}\\b|\\b${key}[ ,}]`).test(source))).toEqual([]);
  expect(Object.keys(terms).filter((name) => !source.includes(name))).toEqual([]);
});

test('one is one: plurals follow the rules of the language', () => {
  expect(en.history.found(1, 1)).toBe('1 experiment');
  expect(en.history.found(2000, 2000)).toBe('2,000 experiments');
  expect(en.history.found(1, 2)).toBe('1 of 2 experiments');
  expect(en.sessions.shown(1, 1)).toBe('1 session');
  expect(en.sessions.alsoStruck(1)).toContain('1 other session with');
  expect(en.experiments.size(1, 3)).toBe('1 trial, about 3 s');
  expect(en.playground.heartbeats(1)).toBe('1 heartbeat');
});

test.each([
  [
    'given 500, allowed: a whole number from 1 to 127',
    'Enter a whole number from 1 to 127.',
    '请输入 1 到 127 之间的整数。',
  ],
  [
    'given 0, allowed: Too small: expected number to be >=1',
    'Enter a number of at least 1.',
    '请输入不小于 1 的数字。',
  ],
  ['given "0ms", allowed: a duration from 1s to 1d', 'Enter a duration from 1s to 1d.', '请输入 1s 到 1d 之间的时长。'],
  ['allowed: something new', 'Allowed: something new.', '允许的值：something new。'],
  ['the same as detectors[0]', 'the same as detectors[0]', 'the same as detectors[0]'],
])('a form says of "%s" what to do about it', (problem, inEnglish, inChinese) => {
  expect(problemText(problem, en.experiments.enter)).toBe(inEnglish);
  expect(problemText(problem, zh.experiments.enter)).toBe(inChinese);
});

test('what is wrong with a plan is said as what to enter', () => {
  const inEnglish = (plan: Partial<Plan>): readonly string[] =>
    problemsOf({ ...freshPlan, ...plan }, en.experiments.enter).map(({ message }) => message);
  expect(inEnglish({ repeats: 0 })).toEqual(['Enter a number of at least 1.']);
  expect(inEnglish({ repeats: 1.5 })).toEqual(['Enter a whole number.']);
  expect(inEnglish({ name: '' })).toEqual(['Enter 1 to 200 characters.']);
  expect(inEnglish({ detectors: [{ kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 500 }] })).toEqual([
    'Enter a whole number from 1 to 127.',
  ]);
});

/** Written for the command line, or worded by the host in full (problems of a file, line by line). */
const hostSaysIt = new Set([
  'plan-invalid',
  'detectors-invalid',
  'missing-capability',
  'unknown-preset',
  'history-from-the-future',
  'not-a-history',
  'nothing-saved',
  'peer-not-started',
  'no-private-network',
  'no-packet-filter',
  'private-network-lost',
  'private-network-refused',
  'too-many-networks',
  'options-conflict',
  'not-a-heartbeat-peer',
  'wire-unknown-type',
  'run-not-recorded',
  'node-too-old',
  'no-history',
  'history-failed',
  'history-not-opened',
  'file-error',
  'output-not-written',
  'trace-invalid',
  'file-unreadable',
  'experiment-ambiguous',
  'duration-invalid',
  'detector-unavailable',
  'cancelled',
]);

test('every error that the host can send has words, or is said whole by the host', () => {
  const folders = ['main/host', 'main/recorder', 'main/contract', 'main/engine', 'main/platform'];
  const codes = folders.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(join(repository, folder, file), 'utf8').matchAll(/\bcode: '([a-z-]+)'/g)])
      .map(([, code = '']) => code),
  );
  const missing = [...new Set(codes)].filter(
    (code) => code.includes('-') && !hostSaysIt.has(code) && !Object.hasOwn(zh.errors, code),
  );
  expect(codes.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});
