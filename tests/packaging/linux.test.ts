/** The package of Linux, around a runtime whose program is Node: its contents, its fuses, its command line as it runs there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExperimentResult } from '#model/result/result.ts';
import { repository } from '../ground/sources.ts';
import { requires } from '../precondition.ts';
import { chromiumPath, launchStandIn } from '../standin/launch.ts';
import { archiveKinds, cliKinds, compared, misplaced, nothingWrong } from './contents.ts';
import { bin, bytesIn, filesIn, packed } from './pack.ts';
import type { Packed } from './pack.ts';
import { config, configText, linuxRuntime } from './runtimes.ts';

test('the fuses let the packed program run the app and its command line, and nothing by options from outside', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('the runtime that is packed is the one whose types are compiled against', () => {
  const manifest = new URL('../../node_modules/electron/package.json', import.meta.url);
  expect(config.electronVersion).toBe((JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version);
});

test('the sandbox is never switched off', () => {
  expect(configText).not.toContain('no-sandbox');
});

const isX64 = process.platform === 'linux' && process.arch === 'x64';

requires('Linux on x64, and Chromium', isX64 && existsSync(chromiumPath)).describe('a package for Linux', () => {
  let pack: Packed;
  let app = '';
  beforeAll(() => {
    pack = packed({ system: 'linux', runtime: linuxRuntime, resources: 'linux-unpacked/resources' });
    app = join(pack.folder, 'out', 'linux-unpacked');
  });
  afterAll(() => rmSync(pack.folder, { recursive: true }));

  test('holds the bundles, presets, icon, SQLite and the helper, and nothing else', () => {
    const files = pack.archive.map(({ file }) => file);
    expect(compared(files, archiveKinds('linux-x64'))).toEqual(nothingWrong);
    expect(misplaced(pack)).toEqual([]);
  });

  test('holds the command line as a whole, for this system only', () => {
    const kinds = cliKinds('linux-x64');
    expect(compared(filesIn(join(app, 'resources', 'cli')), kinds)).toEqual(nothingWrong);
    expect(readdirSync(join(app, 'resources', 'cli', 'bin'))).toEqual(['halfopen']);
  });

  test('keeps every file of the runtime, under the versions of the repository', () => {
    // electron-builder gives these two other names.
    const renamed: Readonly<Record<string, string>> = { electron: 'halfopen-app', LICENSE: 'LICENSE.electron.txt' };
    const runtime = filesIn(join(pack.folder, 'runtime')).filter((file) => file !== 'version');
    expect(filesIn(app)).toEqual(expect.arrayContaining(runtime.map((file) => renamed[file] ?? file)));
    const packedPackage = execFileSync(bin('asar'), ['extract-file', join(app, 'resources/app.asar'), 'package.json'], {
      cwd: pack.folder,
    });
    expect(packedPackage.toString()).toBe('');
    const own = JSON.parse(readFileSync(join(pack.folder, 'package.json'), 'utf8')) as { version: string };
    const ours = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(own.version).toBe(ours.version);
  });

  test('stays small: what is ours, without the runtime', () => {
    expect(bytesIn(join(app, 'resources')) / 2 ** 20).toBeLessThan(16);
  });

  test('has its fuses blown as configured', () => {
    const said = execFileSync(bin('electron-fuses'), ['read', '--app', join(app, 'halfopen-app')], {
      encoding: 'utf8',
    });
    const fuses = Object.fromEntries(
      [...said.matchAll(/^ +(\w+) is (Enabled|Disabled)/gm)].map(([, name, state]) => [name, state]),
    );
    expect(fuses).toMatchObject({
      RunAsNode: 'Enabled',
      EnableNodeOptionsEnvironmentVariable: 'Disabled',
      EnableNodeCliInspectArguments: 'Disabled',
      EnableEmbeddedAsarIntegrityValidation: 'Enabled',
      OnlyLoadAppFromAsar: 'Enabled',
      GrantFileProtocolExtraPrivileges: 'Disabled',
    });
  });

  test('is whole: unpacked from its archive and started by the stand-in for Electron, it shows its page', async () => {
    const unpacked = join(pack.folder, 'unpacked');
    execFileSync(bin('asar'), ['extract', join(app, 'resources/app.asar'), unpacked]);
    const main = join(unpacked, 'out/main/index.js');
    const started = await launchStandIn({ main, historyPath: join(pack.folder, 'h.db') });
    await started.page.getByRole('button', { name: 'Run the default experiment' }).waitFor();
    const { args } = await started.called('BrowserWindow');
    expect(existsSync((args[0] as { readonly icon: string }).icon)).toBe(true);
    expect(await started.close()).toBe(0);
  });

  test('opens with what works when its helper is of another processor, and says so', async () => {
    const wrong = mkdtempSync(join(tmpdir(), 'halfopen-wrong-'));
    execFileSync(bin('asar'), ['extract', join(app, 'resources/app.asar'), wrong]);
    const helper = (target: string): string => join(repository, 'native/prebuilds', target, 'halfopen.node');
    copyFileSync(helper('linux-arm64'), join(wrong, 'native/prebuilds/linux-x64/halfopen.node'));
    const started = await launchStandIn({ main: join(wrong, 'out/main/index.js'), historyPath: join(wrong, 'h.db') });
    await started.page.getByRole('button', { name: 'Run the default experiment' }).waitFor();
    await started.page.evaluate("location.hash = '/settings'");
    await started.page
      .getByText(/no native helper in .* does not load/)
      .first()
      .waitFor();
    expect(await started.close()).toBe(0);
    rmSync(wrong, { recursive: true });
  });

  test('its command line measures with the runtime of the app alone, called by a link from anywhere', () => {
    const folder = mkdtempSync(join(tmpdir(), 'halfopen-installed-'));
    const command = join(folder, 'halfopen');
    symlinkSync(join(app, 'resources/cli/bin/halfopen'), command);
    const json = join(folder, 'result.json');
    const outputs = ['--db', join(folder, 'h.db'), '--json', json, '--report', join(folder, 'r.html'), '--quiet'];
    const env = { PATH: '/usr/bin:/bin', HOME: folder };
    const run = spawnSync(command, ['run', 'quick', ...outputs], { cwd: folder, env, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    const result = JSON.parse(readFileSync(json, 'utf8')) as ExperimentResult;
    expect(result).toMatchObject({ status: 'complete' });
    const outcomes = result.cells.flatMap((cell) => cell.trials.map(({ outcome }) => outcome));
    expect(outcomes).toHaveLength(16);
    expect(outcomes).not.toContain('invalid');
    rmSync(folder, { recursive: true });
  });
});
