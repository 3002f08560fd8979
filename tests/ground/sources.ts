/** The source files of this repository and what they import. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  /** From the repository's root. */
  readonly file: string;
  /** As written: `./time.ts`, `#model/time.ts`, `zod`, `node:net`. */
  readonly imports: readonly string[];
}

const folders = ['main', 'native', 'renderer', 'preload', 'tests', 'bench', 'docs', 'build'];

// TypeScript 7 has no parser to ask; Prettier settles quotes and spaces.
const importing =
  /(?:^import (?:[^;'`()=]*\bfrom )?|^export (?:type )?(?:\*[^;'`]*|\{[^}]*\} )from |\bimport\()'([\w.#@][\w./@:#-]*)'/gm;

/** Every file, whatever it is, but what lies at the top. */
export function allFiles(): readonly string[] {
  const entries = folders.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, withFileTypes: true }),
  );
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(repository, join(parentPath, name)).replaceAll('\\', '/'));
}

export function sources(): readonly Source[] {
  const files = [
    ...globSync(`{${folders.join(',')}}/**/*.{ts,mts,cts,tsx,mjs}`, { cwd: repository }),
    'vitest.config.ts',
  ];
  return files.map((file) => {
    const text = readFileSync(join(repository, file), 'utf8');
    return { file, imports: [...text.matchAll(importing)].map(([, what]) => what ?? '') };
  });
}

/** `d3-scale` of `d3-scale/src`, `@scope/name` of `@scope/name/deep`; null for files, aliases and Node itself. */
export function packageOf(specifier: string): string | null {
  if (/^[.#]|^node:/.test(specifier)) return null;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
