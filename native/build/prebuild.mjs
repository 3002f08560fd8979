/**
 * Compiles the prebuilt helpers for every target whose compiler is installed. The same sources and compiler give the same
 * bytes (native/prebuilds/list.json).
 *
 *   node native/build/prebuild.mjs           writes native/prebuilds
 *   node native/build/prebuild.mjs --check   writes nothing; exit code 1 when a helper is not what these sources make
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { hashOf, keyOf, listFile, pathOf, prebuiltList, sha256Of } from './prebuilds-list.mjs';
import { compile, compileLab, compilerOf, hasLab, labHash, sourceHash, targetOf } from './targets.mjs';

const { values: options } = parseArgs({ options: { check: { type: 'boolean' } } });

const targets = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['win32', 'x64'],
  ['win32', 'arm64'],
].map(([system, arch]) => targetOf(system, arch));

const addon = { file: 'halfopen.node', hash: sourceHash, compile };
const lab = { file: 'halfopen-lab', hash: labHash, compile: compileLab };
const products = targets.flatMap((target) =>
  (hasLab(target) ? [addon, lab] : [addon]).map((product) => ({ target, ...product })),
);

/** First line of what it says of itself; null where it is not installed. */
function compilerVersion(target) {
  const run = spawnSync(compilerOf(target), ['--version'], { encoding: 'utf8' });
  return run.status === 0 ? (run.stdout.split('\n')[0] ?? '') : null;
}

/** `cc` and `gcc` are one compiler under two names. */
const sameCompiler = (a, b) => a.replace(/^\S+ /, '') === b.replace(/^\S+ /, '');

/** In a folder of its own, since compiling may leave more than the helper behind. */
function made({ target, file, compile: compileInto }) {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-prebuild-'));
  const path = join(folder, file);
  try {
    compileInto(target, path, ['-Werror']);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checked(product, compiler) {
  const { target, file, hash } = product;
  const known = prebuiltList()[keyOf(target, file)];
  if (!known) return 'there is none';
  if (known.builtFrom !== hash(target)) return 'is of other sources: run "npm run prebuild:native"';
  if (sha256Of(pathOf(target, file)) !== known.sha256) return 'is not the file that was listed';
  if (compiler === null) return 'is listed; not made again: its compiler is not installed';
  if (!sameCompiler(compiler, known.compiler)) return `is listed; not made again: ${compiler} is not ${known.compiler}`;
  return hashOf(made(product)) === known.sha256 ? 'is what these sources make' : 'DIFFERS when made again';
}

function check() {
  const wrong = /^(there is none|is of other|is not the file|DIFFERS)/;
  for (const product of products) {
    const { target, file } = product;
    const said = checked(product, compilerVersion(target));
    process.stdout.write(`${keyOf(target, file).padEnd(25)} ${said}\n`);
    if (wrong.test(said)) process.exitCode = 1;
  }
}

function make() {
  const list = prebuiltList();
  for (const product of products) {
    const { target, file, hash } = product;
    const key = keyOf(target, file);
    const compiler = compilerVersion(target);
    if (compiler === null) {
      process.stdout.write(`${key.padEnd(25)} left as it is: ${compilerOf(target)} is not installed\n`);
      continue;
    }
    const helper = made(product);
    mkdirSync(dirname(pathOf(target, file)), { recursive: true });
    writeFileSync(pathOf(target, file), helper, { mode: 0o755 });
    const [sha256, bytes] = [hashOf(helper), helper.length];
    list[key] = { sha256, bytes, builtFrom: hash(target), compiler };
    process.stdout.write(`${key.padEnd(25)} ${bytes} bytes ${sha256}\n`);
  }
  writeFileSync(listFile, `${JSON.stringify(list, null, 2)}\n`);
}

if (options.check) check();
else make();
