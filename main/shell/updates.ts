/**
 * Updates: nothing at all until a package was made with a feed (resources/app-update.yml, docs/packaging.md), and then
 * only when a person asks. Nothing is fetched by itself.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dialog } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { ShellWords } from './words.ts';

/** Whether this package knows where newer ones are. */
export const hasFeed = (resources: string): boolean => existsSync(join(resources, 'app-update.yml'));

export interface Update {
  readonly words: ShellWords;
  readonly log: (line: string) => void;
  /** electron-updater, loaded when it is first needed. */
  readonly updater: () => Promise<Pick<AppUpdater, 'autoDownload' | 'logger' | 'checkForUpdates' | 'downloadUpdate'>>;
}

export const loadUpdater: Update['updater'] = async () => (await import('electron-updater')).default.autoUpdater;

/** Says what it found; fetches it when told to, to be installed when the program ends. */
export async function checkForUpdates({ words, log, updater: load }: Update): Promise<void> {
  try {
    const updater = await load();
    updater.autoDownload = false;
    updater.logger = null;
    const found = await updater.checkForUpdates();
    if (found?.isUpdateAvailable !== true) return await tell(words.newest);
    const { version } = found.updateInfo;
    if (!(await askFor(words, version))) return;
    await updater.downloadUpdate();
    await tell(words.installedAtQuit);
  } catch (error) {
    log(`the update failed: ${String(error)}`);
    await tell(words.notUpdated, error instanceof Error ? error.message : String(error));
  }

  async function tell(message: string, detail = ''): Promise<void> {
    await dialog.showMessageBox({ type: 'info', message, detail, buttons: [words.ok] });
  }
}

async function askFor(words: ShellWords, version: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: words.newer,
    detail: version,
    buttons: [words.fetch, words.later],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}
