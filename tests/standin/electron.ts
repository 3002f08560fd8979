/** The few calls of Electron that the shell makes, over Node and the test's Chromium. What differs is in README.md. */
import { ask, note } from './screen.ts';

export { app } from './app.ts';
export { MessageChannelMain } from './ports.ts';
export { protocol, session } from './sessions.ts';
export { utilityProcess } from './utility.ts';
export { BrowserWindow, ipcMain, Menu } from './windows.ts';

export const dialog = {
  async showMessageBox(options: unknown): Promise<{ readonly response: number }> {
    note('dialog.showMessageBox', options);
    return { response: await ask<number>((id) => ({ t: 'dialog', ask: id, options })) };
  },
};

export const shell = {
  openExternal: async (url: string): Promise<void> => note('shell.openExternal', url),
  showItemInFolder: (path: string): void => note('shell.showItemInFolder', path),
};

export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false };

const display = { id: 1, workArea: { x: 0, y: 0, width: 1600, height: 1000 } };

export const screen = {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
};
