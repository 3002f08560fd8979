/** Packs with electron-builder around a stand-in runtime, and reads what came out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../ground/sources.ts';
import { ensureBundles } from '../standin/launch.ts';

export const bin = (name: string): string => join(repository, 'node_modules/.bin', name);

export interface Packed {
  readonly folder: string;
  /** Files of resources/app.asar. */
  readonly archive: readonly { readonly file: string; readonly isUnpacked: boolean }[];
}

export interface Wanted {
  readonly system: 'linux' | 'win' | 'mac';
  readonly target?: string;
  readonly arch?: 'x64' | 'arm64';
  /** Makes the runtime in a folder of its own. */
  readonly runtime: (folder: string) => string;
  /** Where the archive is, below the output folder. */
  readonly resources: string;
  readonly env?: NodeJS.ProcessEnv;
}

export function packed({ system, target = 'dir', arch = 'x64', runtime, resources, env = {} }: Wanted): Packed {
  ensureBundles();
  execFileSync(process.execPath, [join(repository, 'build/bundle.ts'), 'cli', '--if-stale'], { stdio: 'pipe' });
  const folder = mkdtempSync(join(tmpdir(), `halfopen-packed-${system}-`));
  const args = [
    `--${system}`,
    target,
    `--${arch}`,
    '--publish',
    'never',
    '-c.compression=store',
    `-c.electronDist=${runtime(join(folder, 'runtime'))}`,
    `-c.directories.output=${join(folder, 'out')}`,
    // Signing for a Mac takes a Mac.
    ...(system === 'mac' ? ['-c.mac.identity=null'] : []),
  ];
  execFileSync(bin('electron-builder'), args, { cwd: repository, stdio: 'pipe', env: { ...process.env, ...env } });
  return { folder, archive: archiveOf(join(folder, 'out', resources, 'app.asar')) };
}

function archiveOf(asar: string): Packed['archive'] {
  return execFileSync(bin('asar'), ['list', '--is-pack', asar], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^(pack|unpack) *: [/\\](.*\.\w+|.*LICENSE|.*halfopen-lab)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, how, file = '']) => ({ file: file.replaceAll('\\', '/'), isUnpacked: how === 'unpack' }));
}

/** Every file below a folder, with `/`. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(folder, file)).isFile());

export const bytesIn = (folder: string): number =>
  filesIn(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
