/** A missing word does not compile; what the compiler cannot see is walked here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../ground/sources.ts';
import { en } from '../../renderer/view/words/en/index.ts';
import { zh } from '../../renderer/view/words/zh/index.ts';

type Leaf = readonly [path: string, value: unknown];

function leaves(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** English says these as they come from the host. */
const onlyChinese = /^\.settings\.capability\./;
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
