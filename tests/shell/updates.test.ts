/** Looking for a newer version, with dialogs that answer by themselves and an updater of the test's own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { checkForUpdates, hasFeed } from '#shell/updates.ts';
import type { Update } from '#shell/updates.ts';
import { shellWords } from '#shell/words.ts';

const said: { message: string; detail?: string }[] = [];
let choice = 0;
vi.mock('electron', () => ({
  dialog: {
    showMessageBox: async (options: { message: string }) => {
      said.push(options);
      return { response: choice };
    },
  },
}));

const words = shellWords.en;
beforeEach(() => {
  said.length = 0;
  choice = 0;
});

type Updater = Awaited<ReturnType<Update['updater']>>;

function updaterThatFinds(version: string | null): Updater & { readonly fetched: string[] } {
  const fetched: string[] = [];
  const found = { isUpdateAvailable: version !== null, updateInfo: { version: version ?? '0.1.0' } };
  return {
    autoDownload: true,
    logger: null,
    fetched,
    checkForUpdates: async () => found as never,
    async downloadUpdate() {
      fetched.push(version ?? '');
      return [];
    },
  };
}

const look = (updater: Updater): Promise<void> =>
  checkForUpdates({ words, log: () => {}, updater: async () => updater });

test('a package without a feed knows of no updates', () => {
  const resources = mkdtempSync(join(tmpdir(), 'halfopen-feed-'));
  onTestFinished(() => rmSync(resources, { recursive: true }));
  expect(hasFeed(resources)).toBe(false);
  writeFileSync(join(resources, 'app-update.yml'), 'provider: generic\nurl: https://example.com\n');
  expect(hasFeed(resources)).toBe(true);
});

test('the newest version is told so, and nothing is fetched', async () => {
  const updater = updaterThatFinds(null);
  await look(updater);
  expect(updater.autoDownload).toBe(false);
  expect(said.map(({ message }) => message)).toEqual([words.newest]);
  expect(updater.fetched).toEqual([]);
});

test('a newer version is fetched when told to, and only then', async () => {
  const updater = updaterThatFinds('9.0.0');
  choice = 1;
  await look(updater);
  expect(updater.fetched).toEqual([]);
  choice = 0;
  await look(updater);
  expect(updater.fetched).toEqual(['9.0.0']);
  expect(said.map(({ message }) => message)).toEqual([words.newer, words.newer, words.installedAtQuit]);
});

test('a feed that does not answer changes nothing and is said', async () => {
  const updater = updaterThatFinds(null);
  await look({ ...updater, checkForUpdates: () => Promise.reject(new Error('getaddrinfo ENOTFOUND feed')) });
  expect(said).toEqual([expect.objectContaining({ message: words.notUpdated, detail: 'getaddrinfo ENOTFOUND feed' })]);
});
