/** Whether bundles are older than what they were made of: remembered as a digest of names, sizes and times. */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from './bundles.ts';
import type { Mode } from './bundles.ts';

const sources = [
  '{main,renderer,preload,build}/**/*.{ts,tsx,cts,css,html,svg,json,yaml}',
  'native/**/*.ts',
  'package.json',
  'package-lock.json',
];

const stampPath = (what: string): string => join(repository, 'out', 'bundles', `${what}.sha256`);

/** Of everything that bundles are made of, as it is now. */
export function digest(mode: Mode): string {
  const hash = createHash('sha256').update(mode);
  for (const file of globSync(sources, { cwd: repository }).toSorted()) {
    const { size, mtimeMs } = statSync(join(repository, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

export function isStale(what: string, mode: Mode): boolean {
  try {
    return readFileSync(stampPath(what), 'utf8') !== digest(mode);
  } catch {
    return true;
  }
}

/** @param as the digest from before the build: what changed meanwhile is stale again */
export function markFresh(what: string, as: string): void {
  mkdirSync(dirname(stampPath(what)), { recursive: true });
  writeFileSync(stampPath(what), as);
}
