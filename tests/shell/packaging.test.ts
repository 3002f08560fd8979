/** Packs the app with electron-builder around a runtime that is none, and looks at what came out. Nothing is run. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { repository } from '../ground/sources.ts';
import { requires } from '../precondition.ts';
import { ensureBundles } from '../standin/launch.ts';

const text = readFileSync(join(repository, 'electron-builder.yml'), 'utf8');
const config = parse(text) as { electronVersion: string; electronFuses: Readonly<Record<string, boolean>> };

test('the fuses let the packed program run nothing but the app', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('the runtime that is packed is the one whose types are compiled against', () => {
  const { version } = JSON.parse(readFileSync(join(repository, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string;
  };
  expect(config.electronVersion).toBe(version);
});

test('the sandbox is never switched off', () => {
  expect(text).not.toContain('no-sandbox');
});

const bin = (name: string): string => join(repository, 'node_modules/.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'halfopen-packed-'));
const packed = join(folder, 'out', 'linux-unpacked');
const helper = `out/native/linux-${process.arch}/halfopen.node`;
const canPack = process.platform === 'linux' && existsSync(join(repository, helper));

/** The sentinel, version and count of a fuse wire (electron/fuses, README), all as Electron ships them. */
const fuseWire = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810110010';

function makeRuntime(): string {
  const path = join(folder, 'runtime');
  for (const inner of ['resources', 'locales']) mkdirSync(join(path, inner), { recursive: true });
  copyFileSync(process.execPath, join(path, 'electron'));
  appendFileSync(join(path, 'electron'), fuseWire);
  for (const name of [
    'chrome-sandbox',
    'chrome_crashpad_handler',
    'resources.pak',
    'LICENSE',
    'LICENSES.chromium.html',
  ])
    writeFileSync(join(path, name), '');
  writeFileSync(join(path, 'version'), config.electronVersion);
  return path;
}

requires('the native helper, built for Linux', canPack).describe('a packed app', () => {
  let listing: readonly { readonly file: string; readonly isUnpacked: boolean }[] = [];

  beforeAll(() => {
    ensureBundles();
    const args = ['--linux', 'dir', '--publish', 'never', `-c.electronDist=${makeRuntime()}`];
    execFileSync(bin('electron-builder'), [...args, `-c.directories.output=${join(folder, 'out')}`], {
      cwd: repository,
      stdio: 'pipe',
    });
    const asar = execFileSync(bin('asar'), ['list', '--is-pack', join(packed, 'resources/app.asar')], {
      encoding: 'utf8',
    });
    listing = asar
      .split('\n')
      .map((line) => /^(pack|unpack) *: \/(.*\.\w+|.*LICENSE)$/.exec(line))
      .filter((match) => match !== null)
      .map(([, how, file = '']) => ({ file, isUnpacked: how === 'unpack' }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('holds the bundles, presets, icon, SQLite and the helper, and nothing else', () => {
    const kinds = [
      /^package\.json$/,
      /^build\/icon\.png$/,
      /^out\/(main|preload|renderer)\/[\w./-]+$/,
      /^main\/contract\/presets\/\w+\.yaml$/,
      /^node_modules\/better-sqlite3\/(lib\/|package\.json$|LICENSE$|prebuilds\/)/,
      new RegExp(`^${helper}$`),
    ];
    const files = listing.map(({ file }) => file);
    expect(files.filter((file) => !kinds.some((kind) => kind.test(file)))).toEqual([]);
    expect(kinds.filter((kind) => !files.some((file) => kind.test(file)))).toEqual([]);
  });

  test('has native code as real files outside the archive, for this system only', () => {
    const native = listing.filter(({ file }) => file.endsWith('.node'));
    expect(native.map(({ file }) => file).toSorted()).toEqual([
      `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
      helper,
    ]);
    expect(listing.filter(({ file, isUnpacked }) => isUnpacked !== file.endsWith('.node'))).toEqual([]);
  });

  test('has its fuses blown as configured', () => {
    const said = execFileSync(bin('electron-fuses'), ['read', '--app', join(packed, 'halfopen')], { encoding: 'utf8' });
    const fuses = Object.fromEntries(
      [...said.matchAll(/^ +(\w+) is (Enabled|Disabled)/gm)].map(([, name, state]) => [name, state]),
    );
    expect(fuses).toMatchObject({
      RunAsNode: 'Disabled',
      EnableNodeOptionsEnvironmentVariable: 'Disabled',
      EnableNodeCliInspectArguments: 'Disabled',
      EnableEmbeddedAsarIntegrityValidation: 'Enabled',
      OnlyLoadAppFromAsar: 'Enabled',
      GrantFileProtocolExtraPrivileges: 'Disabled',
    });
  });
});
