/** The menu, in the user's language. Reloading and developer tools are for development only. */
import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { addresses } from './addresses.ts';
import type { ShellWords } from './words.ts';

export interface MenuActions {
  readonly words: ShellWords;
  readonly go: (route: string) => void;
  readonly open: (url: string) => void;
  /** Null where the package knows of no feed: then there is nothing to ask. */
  readonly update: (() => void) | null;
}

type Items = MenuItemConstructorOptions[];

const isMac = process.platform === 'darwin';
const line: MenuItemConstructorOptions = { type: 'separator' };

export function setMenu(actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions)));
}

export function menuTemplate({ words, go, open, update }: MenuActions): Items {
  return [
    ...(isMac ? [{ label: 'Halfopen', submenu: appItems(words, go) }] : []),
    { label: words.file, submenu: fileItems(words, go) },
    { label: words.edit, submenu: editItems(words) },
    { label: words.show, submenu: showItems(words) },
    { label: words.go, submenu: goItems(words, go) },
    { label: words.window, role: 'window', submenu: [{ role: 'minimize', label: words.minimize }] },
    { label: words.help, role: 'help', submenu: helpItems(words, open, update) },
  ];
}

const settings = (words: ShellWords, go: MenuActions['go']): MenuItemConstructorOptions => ({
  id: 'settings',
  label: words.settings,
  accelerator: 'CommandOrControl+,',
  click: () => go('/settings'),
});

const appItems = (words: ShellWords, go: MenuActions['go']): Items => [
  { role: 'about', label: words.about },
  line,
  settings(words, go),
  line,
  { role: 'hide', label: words.hide },
  { role: 'hideOthers', label: words.hideOthers },
  { role: 'unhide', label: words.unhide },
  line,
  { role: 'quit', label: words.quit },
];

const fileItems = (words: ShellWords, go: MenuActions['go']): Items =>
  isMac ? [{ role: 'close', label: words.close }] : [settings(words, go), line, { role: 'quit', label: words.quit }];

const editItems = (words: ShellWords): Items => [
  { role: 'undo', label: words.undo },
  { role: 'redo', label: words.redo },
  line,
  { role: 'cut', label: words.cut },
  { role: 'copy', label: words.copy },
  { role: 'paste', label: words.paste },
  { role: 'selectAll', label: words.selectAll },
];

const showItems = (words: ShellWords): Items => [
  { role: 'resetZoom', label: words.actualSize },
  { role: 'zoomIn', label: words.zoomIn },
  { role: 'zoomOut', label: words.zoomOut },
  line,
  { role: 'togglefullscreen', label: words.fullScreen },
  ...(process.env.HALFOPEN_DEV === '1' ? developmentItems(words) : []),
];

const developmentItems = (words: ShellWords): Items => [
  line,
  { role: 'reload', label: words.reload },
  { role: 'toggleDevTools', label: words.devTools },
];

/** Control or Command with the place's number, as in browsers. */
const goItems = (words: ShellWords, go: MenuActions['go']): Items =>
  (['experiments', 'sessions', 'latency', 'history'] as const).map((screen, index) => ({
    id: screen,
    label: words[screen],
    accelerator: `CommandOrControl+${index + 1}`,
    click: () => go(`/${screen}`),
  }));

const helpItems = (words: ShellWords, open: MenuActions['open'], update: MenuActions['update']): Items => [
  { id: 'rfc-tcp', label: words.rfcTcp, click: () => open(addresses.tcp) },
  { id: 'rfc-user-timeout', label: words.rfcUserTimeout, click: () => open(addresses.userTimeout) },
  ...(update === null ? [] : [line, { id: 'update', label: words.checkForUpdates, click: update }]),
  ...(isMac ? [] : [line, { role: 'about' as const, label: words.about }]),
];
