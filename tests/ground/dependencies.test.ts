import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageOf, repository, sources } from './sources.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest;
const declared = { ...manifest.dependencies, ...manifest.devDependencies };

/** The first two cells of every table row of docs/dependencies.md: package and environment. */
const listed = new Map(
  [...readFileSync(join(repository, 'docs/dependencies.md'), 'utf8').matchAll(/^\| `([^`]+)` \| ([^|]*) \|/gm)].map(
    ([, name = '', environment = '']) => [name, environment.trim()],
  ),
);

const environments = ['pure', 'Node', 'browser', 'Electron', 'development', 'tests'];

test('every dependency is in docs/dependencies.md, and nothing else is', () => {
  expect([...listed.keys()].toSorted()).toEqual(Object.keys(declared).toSorted());
});

test.each([...listed])('%s is listed with its environment', (_, environment) => {
  expect(environments).toContain(environment);
});

test('every version is pinned', () => {
  expect(Object.entries(declared).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('no package is imported that is not declared', () => {
  expect(used(/^/).map(({ name }) => name)).toEqual(expect.arrayContaining(['vitest', 'zod']));
  expect(used(/^/).filter(({ name }) => declared[name] === undefined)).toEqual([]);
});

test('what ships imports no development dependency', () => {
  const shipped = (name: string): boolean => manifest.dependencies[name] !== undefined || name === 'electron';
  expect(used(/^(main|native|preload|renderer)\//).filter(({ name }) => !shipped(name))).toEqual([]);
});

/** What the files whose path matches import from npm. */
function used(where: RegExp): readonly { readonly name: string; readonly file: string }[] {
  return sources()
    .filter(({ file }) => where.test(file))
    .flatMap(({ file, imports }) => imports.map((what) => ({ name: packageOf(what), file })))
    .filter((use): use is { name: string; file: string } => use.name !== null);
}
