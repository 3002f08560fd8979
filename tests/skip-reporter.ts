/**
 * The skip policy: every skipped test is printed with its reason, and in CI a skip is a failure unless
 * tests/expected-skips.json names the test and says why CI may go without it.
 */
import { readFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

export interface Skip {
  /** `tests/lab/freeze.test.ts > names of suites > name of test` */
  readonly test: string;
  readonly reason: string | null;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skips: readonly Skip[];
}

/** Test to why it may be skipped in CI. */
export type ExpectedSkips = Readonly<Record<string, string>>;

/** What is wrong with these skips; nothing outside CI, where machines differ. */
export function objections(skips: readonly Skip[], expected: ExpectedSkips, inCi: boolean): readonly string[] {
  if (!inCi) return [];
  return skips
    .filter(({ test }) => expected[test] === undefined)
    .map(({ test }) => `not in tests/expected-skips.json: ${test}`);
}

/** The report of a run; its last line is the tally. */
export function linesOf({ passed, failed, skips }: Tally, objected: readonly string[]): readonly string[] {
  return [
    ...skips.map(({ test, reason }) => `skipped: ${test}: ${reason ?? 'no reason given'}`),
    ...objected,
    `${passed} passed, ${failed} failed, ${skips.length} skipped`,
  ];
}

const need = / \[(needs: [^\]]+)\]/;

/** The reason is the note of `context.skip`, or stands in the name as tests/precondition.ts puts it. */
export function skipFrom(file: string, fullName: string, note: string | undefined): Skip {
  return { test: `${file} > ${fullName.replace(need, '')}`, reason: note ?? need.exec(fullName)?.[1] ?? null };
}

export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tally = tallyOf(modules, unhandled.length);
    const expected = JSON.parse(readFileSync(new URL('expected-skips.json', import.meta.url), 'utf8')) as ExpectedSkips;
    const objected = objections(tally.skips, expected, process.env['CI'] === 'true');
    if (objected.length > 0) process.exitCode = 1;
    console.log(`\n${linesOf(tally, objected).join('\n')}`);
  }
}

function tallyOf(modules: readonly TestModule[], unhandled: number): Tally {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string): readonly TestCase[] => tests.filter((test) => test.result().state === state);
  return {
    passed: inState('passed').length,
    failed: inState('failed').length + modules.flatMap(brokenAround).length + unhandled,
    skips: inState('skipped').map(skipOf),
  };
}

/** Files and suites that failed outside of any test: an import, a hook. */
function brokenAround(module: TestModule): readonly unknown[] {
  return [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0);
}

function skipOf(test: TestCase): Skip {
  const result = test.result();
  return skipFrom(test.module.relativeModuleId, test.fullName, result.state === 'skipped' ? result.note : undefined);
}
