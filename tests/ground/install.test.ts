import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { repository } from './sources.ts';

const json = (file: string): unknown => JSON.parse(readFileSync(join(repository, file), 'utf8'));

/**
 * npm runs `node-gyp rebuild` for a package with a binding.gyp unless `gypfile: false` is known; with a lockfile it looks
 * there and not in the package. `allowScripts` in package.json stops it too, but only in new versions of npm.
 */
test('npm ci compiles no package, whatever its version: package-lock.json says so of each', () => {
  const { packages } = json('package-lock.json') as { packages: Record<string, { gypfile?: false }> };
  const compiled = Object.keys(packages).filter(
    (path) => path !== '' && existsSync(join(repository, path, 'binding.gyp')),
  );
  expect(compiled).toContain('node_modules/better-sqlite3');
  expect(
    compiled.filter((path) => packages[path]?.gypfile !== false),
    'put "gypfile": false into these entries of package-lock.json; npm install drops it',
  ).toEqual([]);
});

test('what is packed is the Electron that is tested against, with its fuses off', () => {
  const builder = parse(readFileSync(join(repository, 'electron-builder.yml'), 'utf8')) as {
    readonly electronVersion: string;
    readonly electronFuses: Readonly<Record<string, boolean>>;
  };
  const manifest = json('package.json') as { readonly devDependencies: Readonly<Record<string, string>> };
  expect(builder.electronVersion).toBe(manifest.devDependencies['electron']);
  expect(builder.electronFuses).toEqual({
    runAsNode: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    grantFileProtocolExtraPrivileges: false,
  });
});
