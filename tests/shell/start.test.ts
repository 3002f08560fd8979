import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findRuntime, whyNoWindow } from '../../build/runtime.ts';
import type { Ending } from '../../build/runtime.ts';
import { start } from '../../build/start.ts';
import type { World } from '../../build/start.ts';
import { repository } from '../ground/sources.ts';

const well: Ending = { code: 0, signal: null };
const inASession = { DISPLAY: ':0' };

/** As npm leaves it: with an installer and without a runtime. */
function electronPackage(): string {
  const path = mkdtempSync(join(tmpdir(), 'halfopen-electron-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** As electron/install.js leaves it. */
function install(folder: string): string {
  const path = join(folder, 'dist', 'electron');
  mkdirSync(join(folder, 'dist'));
  writeFileSync(path, '');
  chmodSync(path, 0o755);
  writeFileSync(join(folder, 'path.txt'), 'electron');
  return path;
}

interface Told {
  readonly world: World;
  readonly said: string[];
  readonly ran: string[][];
  readonly built: string[];
}

function machine(
  over: Partial<World> & { readonly endings?: readonly Ending[]; readonly onRun?: () => void } = {},
): Told {
  const told = { said: [] as string[], ran: [] as string[][], built: [] as string[] };
  const endings = [...(over.endings ?? [])];
  const world: World = {
    platform: 'linux',
    env: inASession,
    uid: 1000,
    electronPackage: electronPackage(),
    say: (line) => void told.said.push(line),
    async run(program, args) {
      told.ran.push([program, ...args]);
      over.onRun?.();
      return endings.shift() ?? well;
    },
    async build(mode) {
      told.built.push(mode);
    },
    now: () => 0,
    ...over,
  };
  return { world, ...told };
}

const ui = [process.execPath, join(repository, 'main/cli/halfopen.mjs'), 'ui'];

test('opens the window with what it was given, when everything is there', async () => {
  const folder = electronPackage();
  const runtime = install(folder);
  const { world, said, ran, built } = machine({ electronPackage: folder });
  expect(await start(['--db', 'a.db', 'halfopen://history'], world)).toBe(0);
  expect({ said, ran, built }).toEqual({
    said: [],
    ran: [[runtime, repository, '--db', 'a.db', 'halfopen://history']],
    built: ['production'],
  });
});

test('never starts Electron without its sandbox', async () => {
  const folder = electronPackage();
  install(folder);
  const { world, ran } = machine({ electronPackage: folder });
  await start([], world);
  expect(ran.flat()).not.toContain('--no-sandbox');
});

test.each([
  ['without a display', { env: {} }, 'there is no display'],
  ['with an empty display', { env: { DISPLAY: '' } }, 'there is no display'],
  ['as root', { uid: 0 }, 'the sandbox of a window does not work for root'],
])(
  '%s it says so in one line and shows the view in a browser, without fetching or building anything',
  async (_, over, reason) => {
    const { world, said, ran, built } = machine(over);
    expect(await start(['--db', 'a.db'], world)).toBe(0);
    expect(said).toEqual([`halfopen: no window, because ${reason}. The same view for a browser:`]);
    expect(ran).toEqual([[...ui, '--db', 'a.db']]);
    expect(built).toEqual([]);
  },
);

test('fetches a missing runtime with a word, then opens the window', async () => {
  const folder = electronPackage();
  const { world, said, ran } = machine({
    electronPackage: folder,
    onRun: () => void (findRuntime(folder, {}) ?? install(folder)),
  });
  expect(await start([], world)).toBe(0);
  expect(said).toEqual([expect.stringContaining("fetching Electron's runtime")]);
  expect(ran).toEqual([
    [process.execPath, join(folder, 'install.js')],
    [join(folder, 'dist', 'electron'), repository],
  ]);
});

test('shows the view in a browser when the runtime cannot be fetched', async () => {
  const { world, said, ran } = machine({ endings: [{ code: 1, signal: null }] });
  await start([], world);
  expect(said.at(-1)).toContain('could not be fetched');
  expect(ran.at(-1)).toEqual(ui);
});

test('ends when a person stops the fetching', async () => {
  const { world, ran } = machine({ endings: [{ code: null, signal: 'SIGINT' }] });
  expect(await start([], world)).toBe(130);
  expect(ran).toHaveLength(1);
});

test.each([
  { code: null, signal: 'SIGTRAP' },
  { code: 127, signal: null },
])('shows the view in a browser when Electron cannot start at all: %o', async (ending) => {
  const folder = electronPackage();
  install(folder);
  const { world, said, ran } = machine({ electronPackage: folder, endings: [ending] });
  await start([], world);
  expect(said).toEqual([expect.stringContaining('Electron could not start its window')]);
  expect(ran.at(-1)).toEqual(ui);
});

test('a window that breaks down later is not followed by a browser', async () => {
  const folder = electronPackage();
  install(folder);
  let nowMs = 0;
  const { world, said } = machine({
    electronPackage: folder,
    endings: [{ code: null, signal: 'SIGSEGV' }],
    now: () => (nowMs += 60_000),
  });
  expect(await start([], world)).toBe(1);
  expect(said).toEqual([]);
});

test('--browser asks for no window', async () => {
  const { world, said, ran } = machine();
  await start(['--browser'], world);
  expect({ said, ran }).toEqual({ said: [], ran: [ui] });
});

test('finds the runtime that it is told of', () => {
  const elsewhere = electronPackage();
  const path = join(elsewhere, 'electron');
  expect(findRuntime('/nowhere', { ELECTRON_OVERRIDE_DIST_PATH: elsewhere })).toBeNull();
  writeFileSync(path, '');
  expect(findRuntime('/nowhere', { ELECTRON_OVERRIDE_DIST_PATH: elsewhere })).toBe(path);
});

test('other systems always have a display', () => {
  expect(whyNoWindow({ platform: 'darwin', env: {}, uid: 501 })).toBeNull();
  expect(whyNoWindow({ platform: 'win32', env: {}, uid: null })).toBeNull();
});
