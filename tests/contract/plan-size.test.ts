/** Files as large as a file may be: what is wrong with them is said in a time that grows as they do. */
import { expect, test } from 'vitest';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { PlanInvalid } from '#contract/experiment/problem.ts';

const list = (count: number, entry: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => entry(index)).join('');

const files: Readonly<Record<string, (count: number) => string>> = {
  'keys that nobody knows': (count) =>
    `detectors: [{ kind: eof }]\nfaults: [{ kind: rst }]\n${list(count, (index) => `k${index}: 1\n`)}`,
  'keys that nobody knows, on one line': (count) => `{ ${list(count, (index) => `k${index}: 1, `)} }`,
  'the same key on every line': (count) => 'name: x\n'.repeat(count),
  'detectors with keys that nobody knows': (count) =>
    `detectors:\n${list(count, (index) => `  - { kind: eof, x${index}: 1 }\n`)}`,
  'detectors and faults of which many cells could be made': (count) =>
    `detectors: [${'{ kind: eof }, '.repeat(count)}]\nfaults: [${'{ kind: rst }, '.repeat(count)}]\n`,
};

/** Of this process: how busy others are does not matter. */
function cpuMs(text: string): number {
  const before = process.cpuUsage();
  expect(() => parsePlan(text, { name: 'large.yaml' })).toThrow(PlanInvalid);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test.each(Object.keys(files))('%s', (name) => {
  const file = files[name] as (count: number) => string;
  const [small, large] = [1250, 10_000];
  cpuMs(file(small));
  const smallMs = Math.min(cpuMs(file(small)), cpuMs(file(small)), cpuMs(file(small)));
  // Eight times as large: 64 times as long if each were compared with all the others.
  expect(cpuMs(file(large)) / smallMs).toBeLessThan(24);
});
