/** `BrowserWindow` as a page of the test's Chromium. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { app, Preventable } from './app.ts';
import type { MessagePortMain } from './ports.ts';
import { ask, note, on, pagePorts, send } from './screen.ts';
import { session, sessionOf } from './sessions.ts';
import type { Session } from './sessions.ts';

interface Options {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly webPreferences?: { readonly preload?: string; readonly javascript?: boolean; readonly partition?: string };
}

type OpenHandler = (details: { readonly url: string }) => { readonly action: string };

const windows = new Map<number, BrowserWindow>();
let lastId = 0;

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: Session;
  openHandler: OpenHandler | null = null;
  url = '';

  constructor(id: number, of: Session) {
    super();
    this.id = id;
    this.session = of;
  }

  getURL = (): string => this.url;

  reload(): void {
    note('contents.reload');
    send({ t: 'reload', page: this.id });
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  printToPDF(options: unknown): Promise<Uint8Array> {
    note('contents.printToPDF', options);
    return ask((id) => ({ t: 'print', page: this.id, ask: id, options }));
  }

  /** The frame that a message came from. */
  frame(origin: string, isMainFrame: boolean): unknown {
    const page = this.id;
    return {
      origin,
      parent: isMainFrame ? null : {},
      postMessage(channel: string, message: unknown, ports: readonly MessagePortMain[] = []) {
        send({ t: 'send', page, channel, args: [message], ports: ports.map((port) => pagePorts.transfer(port)) });
      },
    };
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly #bounds: { x: number; y: number; width: number; height: number };
  #isMaximized = false;
  #isDestroyed = false;

  constructor(options: Options) {
    super();
    note('BrowserWindow', options);
    lastId += 1;
    const { preload, javascript = true, partition } = options.webPreferences ?? {};
    const of = partition === undefined ? session.defaultSession : sessionOf(partition);
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.webContents = new WebContents(lastId, of);
    windows.set(lastId, this);
    const script = preload === undefined ? null : readFileSync(preload, 'utf8');
    send({ t: 'open', page: lastId, preload: script, javascript, session: of.name });
    app.emit('web-contents-created', new Preventable(), this.webContents);
  }

  getNormalBounds = () => this.#bounds;
  isMinimized = (): boolean => false;
  isMaximized = (): boolean => this.#isMaximized;
  isDestroyed = (): boolean => this.#isDestroyed;
  maximize = (): void => void (this.#isMaximized = true);
  restore = (): void => note('window.restore');
  show = (): void => note('window.show');
  focus = (): void => note('window.focus');

  loadURL(url: string): Promise<void> {
    note('window.loadURL', url);
    this.webContents.url = url;
    return ask((id) => ({ t: 'load', page: this.webContents.id, ask: id, url }));
  }

  /** As when a person closes it. */
  close(): void {
    if (this.#isDestroyed) return;
    this.emit('close', new Preventable());
    this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    windows.delete(this.webContents.id);
    send({ t: 'close', page: this.webContents.id });
    this.emit('closed');
    if (windows.size === 0 && !app.isQuitting) app.emit('window-all-closed');
  }
}

app.closeWindows.push(() => {
  for (const window of windows.values()) window.close();
});

class IpcMain extends EventEmitter {}
export const ipcMain = new IpcMain();

on('ipc', ({ page, channel, args, origin, isMainFrame }) => {
  const contents = windows.get(page)?.webContents;
  if (contents === undefined) return;
  ipcMain.emit(channel, { senderFrame: contents.frame(origin, isMainFrame), sender: contents }, ...args);
});
on('at', ({ page, url }) => {
  const contents = windows.get(page)?.webContents;
  if (contents !== undefined) contents.url = url;
});
on('painted', ({ page }) => void windows.get(page)?.emit('ready-to-show'));
on('crashed', ({ page }) => {
  windows.get(page)?.webContents.emit('render-process-gone', new Preventable(), { reason: 'crashed', exitCode: 5 });
});
on('emit', ({ ask: id, on: where, event, args }) =>
  send({ t: 'emitted', ask: id, result: emitted(where, event, args) }),
);

function emitted(where: string, event: string, args: readonly unknown[]): unknown {
  const happening = new Preventable();
  const [first] = windows.values();
  if (where === 'menu') return menu.click(event);
  if (where === 'app') app.emit(event, happening, ...args);
  else if (event === 'open-window') return first?.webContents.openHandler?.({ url: String(args[0]) }) ?? null;
  else if (event === 'permission') return session.defaultSession.permissions(String(args[0]));
  else if (event === 'will-download') return download(String(args[0]), String(args[1]));
  else if (event === 'close-window') first?.close();
  else
    first?.webContents.emit(event, Object.assign(happening, { url: args[0], isMainFrame: args[1] ?? true }), ...args);
  return { prevented: happening.defaultPrevented };
}

/** Returns how the save dialog would open; null when the download was refused. */
function download(url: string, name: string): unknown {
  const happening = new Preventable();
  let asked: unknown = null;
  const item = Object.assign(new EventEmitter(), {
    getURL: () => url,
    getFilename: () => name,
    setSaveDialogOptions: (options: unknown) => void (asked = options),
  });
  session.defaultSession.emit('will-download', happening, item, null);
  return happening.defaultPrevented ? null : asked;
}

interface Item {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly submenu?: readonly Item[];
  readonly click?: () => void;
}

const flat = (items: readonly Item[]): readonly Item[] => items.flatMap((item) => [item, ...flat(item.submenu ?? [])]);

class ApplicationMenu {
  #items: readonly Item[] = [];
  buildFromTemplate = (template: readonly Item[]): readonly Item[] => template;

  setApplicationMenu(items: readonly Item[]): void {
    this.#items = items;
    note('Menu.setApplicationMenu', items);
  }

  click(id: string): boolean {
    const item = flat(this.#items).find((candidate) => candidate.id === id);
    item?.click?.();
    return item !== undefined;
  }
}

const menu = new ApplicationMenu();
export const Menu = menu;
