/**
 * Compiles the native helper with the C compiler of this machine: without node-gyp, and without downloading anything. It
 * compiles nothing where a prebuilt helper of the same sources loads. Plain JavaScript for any Node >= 18, because npm runs
 * it before anything else is installed.
 *
 *   node native/build/build.mjs [--optional] [--out DIR] [--os linux|win32|darwin|unsupported] [--arch x64|arm64]
 *
 * --optional   if the build fails, says so in one sentence and exits with 0 instead of 1 (npm postinstall)
 * --out DIR    writes to DIR instead of out/native; also compiles where a prebuilt helper could be used
 * --os NAME    compiles for another system; `unsupported` is the addon for systems without a file of their own
 * --arch NAME  compiles for another processor, with the cross-compiler that Debian has for it; CC names another compiler
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { usablePrebuilt } from './prebuilds-list.mjs';
import {
  CannotBuild,
  compile,
  compileLab,
  compilerOf,
  hasLab,
  labHash,
  native,
  sourceHash,
  targetOf,
} from './targets.mjs';

const { values: options } = parseArgs({
  options: { optional: { type: 'boolean' }, out: { type: 'string' }, os: { type: 'string' }, arch: { type: 'string' } },
});
const target = targetOf(options.os ?? process.platform, options.arch ?? process.arch);

/** What is made: file name, hash of its sources, how. */
const addon = { file: 'halfopen.node', hash: () => sourceHash(target), compile };
const lab = { file: 'halfopen-lab', hash: labHash, compile: compileLab };

function build() {
  const said = make(addon);
  if (!hasLab(target)) return said.text;
  const labSaid = make(lab);
  return said.isNew ? said.text : labSaid.isNew ? labSaid.text : said.text;
}

function make({ file, hash, compile: compileInto }) {
  const builtFrom = hash();
  const binary = join(options.out ? resolve(options.out) : join(native, '..', 'out', 'native'), target.name, file);
  const stamp = `${binary}.sha256`;
  const prebuilt = options.out || target.system === 'unsupported' ? null : usablePrebuilt(target, builtFrom, file);
  if (prebuilt) {
    // One that was built here is preferred when loading: it must not outlive the changes it was built for.
    for (const old of [binary, stamp]) rmSync(old, { force: true });
    return { text: `halfopen: using the prebuilt native helper ${prebuilt}`, isNew: false };
  }

  const made = createHash('sha256')
    .update(`${builtFrom} ${compilerOf(target)}`)
    .digest('hex');
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === made)
    return { text: `halfopen: the native helper is up to date (${binary})`, isNew: false };

  const unfinished = `${binary}.${process.pid}.tmp`;
  mkdirSync(dirname(binary), { recursive: true });
  try {
    // A warning that only a newer compiler knows must not cost a user the helper.
    compileInto(target, unfinished, options.optional ? [] : ['-Werror']);
    renameSync(unfinished, binary); // never in place: a running process may have the old one mapped
  } finally {
    rmSync(unfinished, { force: true });
  }
  writeFileSync(stamp, made);
  return { text: `halfopen: built the native helper ${binary}`, isNew: true };
}

try {
  process.stdout.write(`${build()}\n`);
} catch (error) {
  const known = error instanceof CannotBuild;
  if (!known && !options.optional) throw error;
  const told = known ? error : new CannotBuild(error.message, 'run "npm run build:native" to see more');
  if (!options.optional && told.said) process.stderr.write(told.said);
  process.stderr.write(`${told.message}\n`);
  process.exitCode = options.optional ? 0 : 1;
}
