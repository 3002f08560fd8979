/**
 * What the bundle of the command line needs beside it: out/cli is then whole, without the repository. Packages take it
 * as resources/cli, and any Node that halfopen.mjs accepts can run it.
 */
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './bundles.ts';

const parts = [
  'LICENSE',
  'main/presets',
  'native/prebuilds',
  'node_modules/better-sqlite3/LICENSE',
  'node_modules/better-sqlite3/lib',
  'node_modules/better-sqlite3/package.json',
  'node_modules/better-sqlite3/prebuilds',
  'out/renderer',
];
/** A helper that was built here: newer than the prebuilt one, or of a system that has none. */
const built = 'out/native';

export function putBesideCli(): void {
  const tree = join(repository, 'out', 'cli');
  for (const part of [...parts, ...(existsSync(join(repository, built)) ? [built] : [])]) {
    rmSync(join(tree, part), { recursive: true, force: true });
    cpSync(join(repository, part), join(tree, part), { recursive: true });
  }
  rmSync(join(tree, 'bin'), { recursive: true, force: true });
  cpSync(join(repository, 'build', 'bin'), join(tree, 'bin'), { recursive: true });
  writeFileSync(join(tree, 'package.json'), `${JSON.stringify({ name: 'halfopen', private: true, type: 'module' })}\n`);
}
