/** Packages of Windows and macOS, made on Linux around runtimes that are none: contents, names, icons. The command line of the first is run under wine. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentResult } from '#model/result/result.ts';
import { requires } from '../precondition.ts';
import { prepared } from '../wine/windows-node.ts';
import { onWindows, startProgram } from '../wine/windows.ts';
import { archiveKinds, cliKinds, compared, misplaced, nothingWrong } from './contents.ts';
import { bytesIn, filesIn, packed } from './pack.ts';
import type { Packed } from './pack.ts';
import { macRuntime, windowsRuntime } from './runtimes.ts';

requires(prepared.missing ?? 'wine64', prepared.missing === undefined).describe('a package for Windows', () => {
  let pack: Packed;
  let app = '';
  beforeAll(() => {
    const runtime = windowsRuntime(prepared.windows?.node ?? '');
    pack = packed({ system: 'win', runtime, resources: 'win-unpacked/resources' });
    app = join(pack.folder, 'out', 'win-unpacked');
  });
  afterAll(() => rmSync(pack.folder, { recursive: true }));

  test('holds the app with the native code of Windows, and nothing else', () => {
    const files = pack.archive.map(({ file }) => file);
    expect(compared(files, archiveKinds('win32-x64'))).toEqual(nothingWrong);
    expect(misplaced(pack)).toEqual([]);
    expect(bytesIn(join(app, 'resources')) / 2 ** 20).toBeLessThan(16);
  });

  test('holds the command line, for this system only', () => {
    const cli = join(app, 'resources', 'cli');
    expect(compared(filesIn(cli), cliKinds('win32-x64'))).toEqual(nothingWrong);
    expect(readdirSync(join(cli, 'bin'))).toEqual(['halfopen.cmd']);
  });

  test('its launcher measures with the program of the app alone, which is a Node here', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'halfopen installed '));
    const plan = join(folder, 'plan.yaml');
    writeFileSync(
      plan,
      'version: 1\nname: installed\ndeadline: 6s\nrepeats: 1\ndetectors: [{ kind: eof }, { kind: heartbeat, idle: 1s, interval: 1s, tries: 2 }]\n' +
        'faults: [{ kind: rst }, { kind: freeze }]\ntraffic: [idle]\n',
    );
    const launcher = onWindows(join(app, 'resources/cli/bin/halfopen.cmd'));
    const outputs = ['--db', onWindows(join(folder, 'h.db')), '--json', onWindows(join(folder, 'result.json'))];
    const run = startProgram('cmd', ['/c', launcher, 'run', onWindows(plan), ...outputs]);
    expect(await run.exit, run.text()).toBe(0);
    const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as ExperimentResult;
    expect(result).toMatchObject({ status: 'complete', host: { os: 'Windows_NT' } });
    const outcomes = result.cells.flatMap((cell) => cell.trials.map(({ outcome }) => outcome));
    expect(outcomes.toSorted()).toEqual(['detected', 'detected', 'detected', 'undetected']);
    rmSync(folder, { recursive: true });
  });
});

describe('a package for macOS', () => {
  let pack: Packed;
  let contents = '';
  beforeAll(() => {
    const resources = 'mac-arm64/Halfopen.app/Contents/Resources';
    pack = packed({ system: 'mac', arch: 'arm64', runtime: macRuntime, resources });
    contents = join(pack.folder, 'out', 'mac-arm64', 'Halfopen.app', 'Contents');
  });
  afterAll(() => rmSync(pack.folder, { recursive: true }));

  test('holds the app; the helper is built on a Mac and not here', () => {
    const files = pack.archive.map(({ file }) => file);
    const kinds = archiveKinds('darwin-arm64').filter((kind) => !kind.source.includes('halfopen'));
    expect(compared(files, kinds)).toEqual(nothingWrong);
  });

  test('holds the command line where its launcher looks for the program', () => {
    const cli = join(contents, 'Resources', 'cli');
    const kinds = cliKinds('darwin-arm64').filter((kind) => !/halfopen\\\.node/.test(kind.source));
    expect(compared(filesIn(cli), kinds)).toEqual(nothingWrong);
    expect(readFileSync(join(cli, 'bin', 'halfopen'), 'utf8')).toContain('$cli/../../MacOS/Halfopen');
    expect(existsSync(join(contents, 'MacOS', 'Halfopen'))).toBe(true);
  });

  test('says in its Info.plist what it opens', () => {
    const info = readFileSync(join(contents, 'Info.plist'), 'utf8');
    expect(info).toMatch(/CFBundleURLSchemes[^]*<string>halfopen<\/string>/);
    expect(info).toMatch(/CFBundleTypeExtensions[^]*<string>halfopen<\/string>/);
    expect(info).toMatch(/ElectronAsarIntegrity/);
  });
});
