/**
 * Makes the prebuilt helpers again, for every target whose cross-compiler is there: the same bytes from the same sources
 * and compiler (native/prebuilds/list.json).
 *
 *   node native/prebuild.mjs           writes native/prebuilds
 *   node native/prebuild.mjs --check   changes nothing; exit code 1 when one is not what these sources make
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { hashOf, listFile, pathOf, prebuiltList, sha256Of } from './prebuilt.mjs';
import { compile, compilerOf, sourceHash, targetOf } from './targets.mjs';

const { values: options } = parseArgs({ options: { check: { type: 'boolean' } } });

const targets = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['win32', 'x64'],
  ['win32', 'arm64'],
].map(([system, arch]) => targetOf(system, arch));

/** First line of what it says of itself; null where it is not installed. */
function compilerVersion(target) {
  const run = spawnSync(compilerOf(target), ['--version'], { encoding: 'utf8' });
  return run.status === 0 ? (run.stdout.split('\n')[0] ?? '') : null;
}

/** `cc` and `gcc` are one compiler under two names. */
const sameCompiler = (a, b) => a.replace(/^\S+ /, '') === b.replace(/^\S+ /, '');

/** In a folder of its own, since compiling may leave more than the helper behind. */
function made(target) {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-prebuild-'));
  const path = join(folder, 'halfopen.node');
  try {
    compile(target, path, ['-Werror']);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checked(target, compiler) {
  const known = prebuiltList()[target.name];
  if (!known) return 'there is none';
  if (known.builtFrom !== sourceHash(target)) return 'is of other sources: run "npm run prebuild:native"';
  if (sha256Of(pathOf(target)) !== known.sha256) return 'is not the file that was listed';
  if (compiler === null) return 'is listed; not made again: its compiler is not installed';
  if (!sameCompiler(compiler, known.compiler)) return `is listed; not made again: ${compiler} is not ${known.compiler}`;
  return hashOf(made(target)) === known.sha256 ? 'is what these sources make' : 'DIFFERS when made again';
}

function check() {
  const wrong = /^(there is none|is of other|is not the file|DIFFERS)/;
  for (const target of targets) {
    const said = checked(target, compilerVersion(target));
    process.stdout.write(`${target.name.padEnd(12)} ${said}\n`);
    if (wrong.test(said)) process.exitCode = 1;
  }
}

function make() {
  const list = prebuiltList();
  for (const target of targets) {
    const compiler = compilerVersion(target);
    if (compiler === null) {
      process.stdout.write(`${target.name.padEnd(12)} left as it is: ${compilerOf(target)} is not installed\n`);
      continue;
    }
    const helper = made(target);
    mkdirSync(dirname(pathOf(target)), { recursive: true });
    writeFileSync(pathOf(target), helper);
    const [sha256, bytes] = [hashOf(helper), helper.length];
    list[target.name] = { sha256, bytes, builtFrom: sourceHash(target), compiler };
    process.stdout.write(`${target.name.padEnd(12)} ${bytes} bytes ${sha256}\n`);
  }
  writeFileSync(listFile, `${JSON.stringify(list, null, 2)}\n`);
}

if (options.check) check();
else make();
