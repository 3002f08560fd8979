/** From what, by which compiler and with which flags each helper is compiled. Plain JavaScript for any Node >= 18. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder `native`: everything that is compiled, and the prebuilt helpers, lie in folders of it. */
export const native = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const addonFolder = join(native, 'addon');
const labFolder = join(native, 'lab');

/** Shared by addon and lab; from the folder of either. */
const netlink = { sources: ['../netlink/answer.c', '../netlink/receive.c'], headers: ['../netlink/answer.h'] };
const sources = {
  linux: ['linux.c', 'linux-sock-diag.c', 'linux-fd-passing.c', 'posix-options.c', ...netlink.sources],
  win32: ['win32.c', 'win32-processes.c', 'win32-node-exports.c'],
  darwin: ['darwin.c', 'posix-options.c'],
  unsupported: ['unsupported.c'],
};
/** halfopen-lab, for Linux only. It is linked statically, so that it runs on any distribution. */
const lab = {
  // prettier-ignore
  sources: ['main.c', 'request.c', 'capture.c', 'fd-passing.c', 'hosts.c', 'netlink.c', 'conntrack.c', 'flows.c',
    'sockets.c', 'programs.c', ...netlink.sources],
  headers: ['lab.h', 'request.h', 'netlink.h', 'flows.h', ...netlink.headers],
  flags: ['-std=c11', '-O2', '-Wall', '-Wextra', '-s', '-static'],
};
export const hasLab = ({ system }) => system === 'linux';
const ownHeaders = {
  linux: ['posix-options.h', ...netlink.headers],
  win32: ['win32-node-exports.h'],
  darwin: ['posix-options.h'],
};

/** Compilers of other systems, as Debian names them. */
const crossCompilers = {
  'linux-arm64': 'aarch64-linux-gnu-gcc',
  'win32-x64': 'x86_64-w64-mingw32-gcc',
  'win32-arm64': 'clang',
};

/** The system's DLLs whose functions the addon calls (win32-imports/); Debian's mingw-w64 has no import libraries for arm64. */
const imports = ['kernel32', 'ws2_32', 'iphlpapi', 'msvcrt'];
const isWindowsArm = ({ name }) => name === 'win32-arm64';

/** Why there will be no helper, and what to do: the parts of one sentence. */
export class CannotBuild extends Error {
  constructor(reason, remedy) {
    super(
      `halfopen: the native helper was not built, because ${reason}; only detectors that ask nothing of the kernel work: ` +
        `no keepalive, no TCP_USER_TIMEOUT, no TCP_INFO, no cutting a connection off; ${remedy}.`,
    );
  }
}

/** `unsupported`: the helper that answers ENOTSUP, compiled for this machine. */
export function targetOf(system, arch) {
  return { system, arch, name: `${system === 'unsupported' ? process.platform : system}-${arch}` };
}

export function compilerOf({ name }) {
  const isHere = name === `${process.platform}-${process.arch}`;
  return process.env.CC || (isHere ? 'cc' : (crossCompilers[name] ?? `a compiler for ${name}`));
}

function sourcesOf({ system }) {
  if (sources[system]) return ['addon.c', ...sources[system]];
  throw new CannotBuild(`it does not exist for ${system} yet`, 'native/README.md says how to add a system');
}

/** Windows 10's calls; no DLL but the system's own. Stripped, without a date, at one address: the same bytes every time. */
function flagsOf(target) {
  const unstripped = ['-std=c11', '-O2', '-Wall', '-Wextra', '-shared', '-fvisibility=hidden'];
  const shared = ['-std=c11', '-O2', '-Wall', '-Wextra', '-shared', '-s'];
  // Names of Node-API are found in the program that loads it; Apple's linker strips by itself.
  if (target.system === 'darwin') return [...unstripped, '-undefined', 'dynamic_lookup', '-mmacosx-version-min=11.0'];
  if (isWindowsArm(target)) return [...shared, ...windowsFlags, ...windowsArmFlags];
  if (target.system !== 'win32') return [...shared, '-fPIC', '-fvisibility=hidden'];
  return [...shared, ...windowsFlags, '-static-libgcc', '-Wl,--disable-auto-image-base'];
}

const windowsFlags = ['-D_WIN32_WINNT=0x0A00', '-Wl,--no-insert-timestamp'];
const windowsArmFlags = [
  '--target=aarch64-w64-windows-gnu',
  '-fuse-ld=lld',
  '-nostdlib',
  '-DHO_NO_RUNTIME',
  '-isystem/usr/share/mingw-w64/include',
];

function librariesOf(target) {
  if (isWindowsArm(target)) return imports.map((name) => `-l${name}`);
  return target.system === 'win32' ? ['-lws2_32', '-liphlpapi'] : [];
}

/** The hash of the addon's sources and flags for a target, but not of its compiler. */
export function sourceHash(target) {
  const files = ['socket.h', ...(ownHeaders[target.system] ?? []), ...sourcesOf(target)];
  if (isWindowsArm(target)) files.push(...imports.map((name) => `win32-imports/${name}.def`));
  const hash = createHash('sha256').update([...flagsOf(target), ...librariesOf(target)].join('\0'));
  for (const file of files) hash.update(readFileSync(join(addonFolder, file)));
  return hash.digest('hex');
}

/** The hash of the sources and flags of halfopen-lab. */
export function labHash() {
  const hash = createHash('sha256').update(lab.flags.join('\0'));
  for (const file of [...lab.headers, ...lab.sources]) hash.update(readFileSync(join(labFolder, file)));
  return hash.digest('hex');
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

/** @param more flags that change nothing of the output, such as -Werror */
export function compile(target, into, more = []) {
  const libraries = isWindowsArm(target) ? [`-L${importLibraries(dirname(into))}`] : [];
  const [command, ...before] = compilerOf(target).trim().split(/\s+/);
  const args = [...before, ...flagsOf(target), ...more, `-I${headers()}`, ...sourcesOf(target)];
  run(command, [...args, ...libraries, ...librariesOf(target), '-o', into], addonFolder);
}

export function compileLab(target, into, more = []) {
  const [command, ...before] = compilerOf(target).trim().split(/\s+/);
  run(command, [...before, ...lab.flags, ...more, ...lab.sources, '-o', into], labFolder);
}

function importLibraries(folder) {
  for (const name of imports) {
    const args = ['-m', 'arm64', '-d', `win32-imports/${name}.def`, '-l', join(folder, `lib${name}.a`)];
    run('llvm-dlltool', args, addonFolder);
  }
  return folder;
}

function run(command, args, cwd) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8' });
  const remedy = 'get one with, for example, "apt install gcc libc6-dev" and run "npm run build:native"';
  if (done.error) throw new CannotBuild(`the C compiler "${command}" does not start (${done.error.code})`, remedy);
  if (done.status === 0) return;
  const firstError = done.stderr.split('\n').find((line) => /error/i.test(line)) ?? `exit code ${done.status}`;
  const failed = new CannotBuild(`the C compiler "${command}" failed (${firstError.trim()})`, remedy);
  failed.said = done.stderr;
  throw failed;
}
