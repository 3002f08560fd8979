/**
 * Compiles the native helper with the C compiler of this machine: no node-gyp, nothing downloaded.
 * Plain JavaScript for any Node >= 18, because npm runs it before anything else exists.
 *
 *   node native/build.mjs [--optional] [--out DIR] [--os linux|win32|none] [--arch x64|arm64]
 *
 * --optional  what cannot be built costs one sentence and exit code 0 (npm postinstall), not 1
 * --out DIR   instead of out/native; also builds where a prebuilt helper would do
 * --os NAME   instead of this system: `win32` is cross-compiled by mingw-w64, `none` is for tests and for porting
 * --arch NAME instead of this one, by the cross-compiler of Debian's name for it; CC chooses another
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const sources = {
  linux: ['linux.c', 'linux-diag.c', 'linux-fetch.c'],
  win32: ['win32.c', 'win32-host.c'],
  none: ['none.c'],
};
/** The program that holds private hosts; other systems have none. */
const labSources = ['lab.c', 'lab-door.c', 'lab-hosts.c', 'lab-netlink.c', 'lab-track.c', 'lab-work.c'];
const labHeaders = ['lab.h', 'lab-netlink.h'];
/** Compilers of other systems, as Debian names them. */
const crossCompilers = { 'linux-arm64': 'aarch64-linux-gnu-gcc', 'win32-x64': 'x86_64-w64-mingw32-gcc' };

const { values: options } = parseArgs({
  options: { optional: { type: 'boolean' }, out: { type: 'string' }, os: { type: 'string' }, arch: { type: 'string' } },
});
// A warning that only a newer compiler knows must not cost a user the helper.
const strict = options.optional ? [] : ['-Werror'];
const system = options.os ?? process.platform;
const arch = options.arch ?? process.arch;
const target = `${system === 'none' ? process.platform : system}-${arch}`;
const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', ...strict];

/** Why there will be no helper, and what to do: the parts of one sentence. */
class CannotBuild extends Error {
  constructor(reason, remedy) {
    super(
      `halfopen: the native helper was not built, because ${reason}; only detectors that ask nothing of the kernel work: ` +
        `no keepalive, no TCP_USER_TIMEOUT, no TCP_INFO, no cutting a connection off; ${remedy}.`,
    );
  }
}

/** Windows 10's calls; no DLL but the system's own, and the same bytes from the same source. */
function flagsOf(name) {
  if (name === 'win32') return ['-D_WIN32_WINNT=0x0A00', '-static-libgcc', '-s', '-Wl,--no-insert-timestamp'];
  return ['-fPIC', '-fvisibility=hidden'];
}

/** The directory of node_api.h: the npm package, else what came with this Node. */
function headers() {
  try {
    return createRequire(import.meta.url)('node-api-headers').include_dir;
  } catch {
    const beside = resolve(dirname(process.execPath), '..', 'include', 'node');
    if (existsSync(join(beside, 'node_api.h'))) return beside;
    throw new CannotBuild(
      'the npm package node-api-headers is missing',
      'install with development dependencies and run "npm run build:native"',
    );
  }
}

function compile(compiler, args) {
  const [command, ...before] = compiler.trim().split(/\s+/);
  const run = spawnSync(command, [...before, ...args], { cwd: here, encoding: 'utf8' });
  const remedy = 'get one with, for example, "apt install gcc libc6-dev" and run "npm run build:native"';
  if (run.error) throw new CannotBuild(`the C compiler "${command}" does not start (${run.error.code})`, remedy);
  if (run.status === 0) return;
  if (!options.optional) process.stderr.write(run.stderr);
  const firstError = run.stderr.split('\n').find((line) => /error/i.test(line)) ?? `exit code ${run.status}`;
  throw new CannotBuild(`the C compiler "${command}" failed (${firstError.trim()})`, remedy);
}

function build() {
  const prebuilt = join(here, 'prebuilds', target, 'halfopen.node');
  if (!options.out && existsSync(prebuilt)) return `halfopen: using the prebuilt native helper ${prebuilt}`;

  if (!sources[system])
    throw new CannotBuild(`it does not exist for ${system} yet`, 'native/README.md says how to add a system');
  const isNative = target === `${process.platform}-${process.arch}`;
  const compiler = process.env.CC || (isNative ? 'cc' : (crossCompilers[target] ?? `a compiler for ${target}`));
  const addon = make(compiler, {
    name: 'halfopen.node',
    args: ['-shared', ...flagsOf(system), `-I${headers()}`],
    files: ['addon.c', ...sources[system]],
    with: ['socket.h', ...(system === 'win32' ? ['win32-host.h'] : [])],
    libraries: system === 'win32' ? ['-lws2_32'] : [],
  });
  if (system !== 'linux') return told(addon);
  const lab = make(compiler, { name: 'halfopen-lab', args: [], files: labSources, with: labHeaders, libraries: [] });
  return told({ binary: addon.binary, built: addon.built || lab.built });
}

const told = ({ binary, built }) =>
  built ? `halfopen: built the native helper ${binary}` : `halfopen: the native helper is up to date (${binary})`;

/** Compiles one file into out/native/<target>, unless it was made of the same. */
function make(compiler, { name, args, files, with: headerFiles, libraries }) {
  const all = [...flags, ...args, ...files, ...libraries];
  const hash = createHash('sha256').update([compiler, ...all].join('\0'));
  for (const file of [...headerFiles, ...files]) hash.update(readFileSync(join(here, file)));
  const builtFrom = hash.digest('hex');

  const binary = join(options.out ? resolve(options.out) : join(here, '..', 'out', 'native'), target, name);
  const stamp = `${binary}.sha256`;
  if (existsSync(binary) && existsSync(stamp) && readFileSync(stamp, 'utf8') === builtFrom)
    return { binary, built: false };

  const unfinished = `${binary}.${process.pid}.tmp`;
  mkdirSync(dirname(binary), { recursive: true });
  try {
    compile(compiler, [...all, '-o', unfinished]);
    renameSync(unfinished, binary); // never in place: a running process may have the old one mapped
  } finally {
    rmSync(unfinished, { force: true });
  }
  writeFileSync(stamp, builtFrom);
  return { binary, built: true };
}

try {
  process.stdout.write(`${build()}\n`);
} catch (error) {
  const known = error instanceof CannotBuild;
  if (!known && !options.optional) throw error;
  const reason = known ? error : new CannotBuild(error.message, 'run "npm run build:native" to see more');
  process.stderr.write(`${reason.message}\n`);
  process.exitCode = options.optional ? 0 : 1;
}
