/**
 * Fuzzes the targets in C, one after the other, and prints what libFuzzer says in the end.
 *
 *   node tests/fuzz/native/run.ts [target...] [--seconds N] [--keep]
 *
 * New inputs go to out/fuzz/<target>; with --keep those that cover something new go to tests/fuzz/corpus/<target>, as few as
 * possible. An input that fails is kept in out/fuzz and named; exit code 1.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nativeTargets } from './build.ts';
import type { NativeTarget } from './build.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const corpusOf = ({ name }: NativeTarget): string => join(repository, 'tests', 'fuzz', 'corpus', name);

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '60' }, keep: { type: 'boolean', default: false } },
});

const folder = mkdtempSync(join(tmpdir(), 'halfopen-fuzz-'));
try {
  const chosen = nativeTargets.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (chosen.length === 0) throw new Error(`Targets: ${nativeTargets.map(({ name }) => name).join(', ')}`);
  for (const target of chosen) if (!fuzz(target)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function fuzz(target: NativeTarget): boolean {
  const fuzzer = target.build(folder);
  const found = join(repository, 'out', 'fuzz', target.name);
  mkdirSync(found, { recursive: true });
  const artifacts = `-artifact_prefix=${found}-`;
  const limits = [
    `-max_total_time=${options.seconds}`,
    '-max_len=4096',
    '-timeout=60',
    '-report_slow_units=60',
    '-print_final_stats=1',
  ];
  const ran = spawnSync(fuzzer, [...limits, artifacts, `-dict=${target.dictionary}`, found, corpusOf(target)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const lines = ran.stderr.split('\n');
  const last = lines.findLast((line) => /^#\d+\s.*cov:/.test(line)) ?? '';
  const stats = lines.filter((line) =>
    /^stat::(number_of_executed|average)|ERROR|SUMMARY|runtime error|Test unit/.test(line),
  );
  process.stdout.write(`${target.name}\n  ${[last, ...stats].join('\n  ')}\n`);
  if (ran.status === 0 && options.keep) keep(target, fuzzer, found);
  return ran.status === 0;
}

/** Adds what covers something new; what is there stays, for it may have been a defect. */
function keep(target: NativeTarget, fuzzer: string, found: string): void {
  const merged = spawnSync(fuzzer, ['-merge=1', '-max_len=4096', corpusOf(target), found], { encoding: 'utf8' });
  if (merged.status !== 0) throw new Error(merged.stderr);
}
