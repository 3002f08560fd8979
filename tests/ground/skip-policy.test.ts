import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { linesOf, objections, skipFrom } from '../skip-reporter.ts';
import { repository } from './sources.ts';

const suite = `
import { expect, test } from 'vitest';
import { requires } from './precondition.ts';
test('passes', () => expect(1).toBe(1));
requires('a C compiler', false).test('compiles', () => expect(1).toBe(2));
requires('root', false).describe('as root', () => test('reads all', () => expect(1).toBe(2)));
test('finds out late', (context) => context.skip('needs IPv6'));
`;

/** Runs a suite of its own through the reporter, in a folder outside the repository. */
function runSuite(
  code: string,
  ci: boolean,
  expected: object = {},
): { readonly code: number; readonly tail: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-skips-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'tests'));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  for (const file of ['vitest.config.ts', 'tests/skip-reporter.ts', 'tests/precondition.ts'])
    copyFileSync(join(repository, file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tests/expected-skips.json'), JSON.stringify(expected));
  writeFileSync(join(folder, 'tests/own.test.ts'), code);
  const run = spawnSync(process.execPath, [join(repository, 'node_modules/vitest/vitest.mjs'), 'run'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], CI: ci ? 'true' : '' },
  });
  const lines = run.stdout.trimEnd().split('\n');
  const own = lines.findIndex((line) => /^skipped: |^\d+ passed/.test(line));
  return { code: run.status ?? -1, tail: lines.slice(own) };
}

const skipped = [
  'skipped: tests/own.test.ts > compiles: needs: a C compiler',
  'skipped: tests/own.test.ts > as root > reads all: needs: root',
  'skipped: tests/own.test.ts > finds out late: needs IPv6',
];

test('outside CI every skip is shown with its reason and nothing fails', () => {
  expect(runSuite(suite, false)).toEqual({ code: 0, tail: [...skipped, '1 passed, 0 failed, 3 skipped'] });
});

test('in CI a skip that nobody expected fails the run', () => {
  const expected = {
    'tests/own.test.ts > compiles': 'no compiler there',
    'tests/own.test.ts > finds out late': 'no v6',
  };
  expect(runSuite(suite, true, expected)).toEqual({
    code: 1,
    tail: [
      ...skipped,
      'not in tests/expected-skips.json: tests/own.test.ts > as root > reads all',
      '1 passed, 0 failed, 3 skipped',
    ],
  });
});

test('a file that does not load counts as a failure', () => {
  expect(runSuite("import './missing.ts';", false)).toEqual({ code: 1, tail: ['0 passed, 1 failed, 0 skipped'] });
});

test('a skip without a reason says so', () => {
  const skip = skipFrom('tests/a.test.ts', 'suite > bare', undefined);
  expect(linesOf({ passed: 0, failed: 0, skips: [skip] }, [])[0]).toBe(
    'skipped: tests/a.test.ts > suite > bare: no reason given',
  );
  expect(objections([skip], {}, true)).toEqual(['not in tests/expected-skips.json: tests/a.test.ts > suite > bare']);
});
