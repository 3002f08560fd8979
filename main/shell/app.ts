/** The life of the program in a window: starts, second starts, links, the end. */
import { join } from 'node:path';
import { app, nativeTheme, session, shell } from 'electron';
import { askWhereToSave } from './page/downloads.ts';
import { guardEverything, guardSession, openOutside } from './page/guards.ts';
import { HostKeeper } from './host-keeper.ts';
import { logTo } from './log-file.ts';
import { setMenu } from './menu.ts';
import { createPrinter } from './page/paper.ts';
import { serveView } from './page/scheme.ts';
import { fileOf, readHandedStart, routeOf } from './start-arguments.ts';
import type { Start } from './start-arguments.ts';
import { tellHostGone, tellNotOpened, tellPageGone } from './trouble.ts';
import { checkForUpdates, hasFeed, loadUpdater } from './updates.ts';
import { handOutPorts } from './page/view-port.ts';
import { MainWindow } from './window.ts';
import { languageOf, shellWords } from './words.ts';
import type { Language } from './words.ts';

/** Files of the package, by absolute path: never looked for where the program was started. */
const inPackage = (...path: readonly string[]): string => join(app.getAppPath(), ...path);

/** Before `ready`: guards for every page to come, and what other starts and links ask for. */
export function prepare(): {
  readonly log: (line: string) => void;
  readonly logPath: string;
  readonly window: MainWindow;
  readonly files: Files;
} {
  const logPath = join(app.getPath('logs'), 'halfopen.log');
  const log = logTo(logPath);
  guardEverything(log);
  const window = new MainWindow({
    preload: inPackage('out', 'preload', 'index.cjs'),
    statePath: join(app.getPath('userData'), 'window.json'),
    icon: inPackage('build', 'icons', '256x256.png'),
    onPageGone: (how) => tellPageGone(wordsNow(), how),
    log,
  });
  const files: Files = { open: null, waiting: [] };
  const openFile = (file: string | null): void => {
    if (file === null) return;
    if (files.open === null) files.waiting.push(file);
    else files.open(file);
  };
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const { route, file } = readHandedStart(data);
    window.show(route);
    openFile(file);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFile(fileOf(path));
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    app.whenReady().then(
      () => window.show(routeOf(url)),
      () => undefined,
    );
  });
  // On a Mac programs stay when their last window goes; runs do not need one either.
  app.on('window-all-closed', () => void (process.platform !== 'darwin' && app.quit()));
  app.on('activate', () => window.show(null));
  return { log, logPath, window, files };
}

/** Files that the system gave us before the host was there wait for it. */
interface Files {
  open: ((file: string) => void) | null;
  readonly waiting: string[];
}

let chosen: 'system' | Language = 'system';
const wordsNow = () => shellWords[languageOf(chosen, app.getLocale())];

/** Once ready: the view's files, the host, the menu, the window. */
export function begin(start: Start, { log, logPath, window, files }: ReturnType<typeof prepare>): void {
  guardSession(session.defaultSession);
  serveView(session.defaultSession.protocol, inPackage('out', 'renderer'));
  askWhereToSave(session.defaultSession, { folder: app.getPath('downloads'), title: () => wordsNow().saveFile, log });
  const showMenu = (): void =>
    setMenu({
      words: wordsNow(),
      go: (route) => window.go(route),
      open: (url) => openOutside(url, log),
      update: hasFeed(process.resourcesPath)
        ? () => void checkForUpdates({ words: wordsNow(), log, updater: loadUpdater })
        : null,
    });
  const host: HostKeeper = new HostKeeper({
    programs: { host: inPackage('out', 'main', 'host-process.js'), peer: inPackage('out', 'main', 'peer-process.js') },
    historyPath: start.db,
    allowFirewall: start.allowFirewall,
    print: createPrinter(),
    // Shows the folder in its parent; opening it could start a program that has the form of a folder.
    reveal: async (folder) => shell.showItemInFolder(folder),
    onLook({ language, theme }) {
      nativeTheme.themeSource = theme;
      chosen = language;
      showMenu();
    },
    onOpened: ([id, ...more]) =>
      window.show(id === undefined || more.length > 0 ? '/history' : `/experiments/run/${id}`),
    onNotOpened: (error) => tellNotOpened(wordsNow(), error),
    onGone: (error) => tellHostGone(wordsNow(), { error, logPath, restart: () => host.start() }),
    log,
  });
  host.start();
  handOutPorts((port) => host.serve(port), log);
  showMenu();
  window.show(start.route);
  files.open = (file) => host.open(file);
  for (const file of [...files.waiting.splice(0), ...(start.file === null ? [] : [start.file])]) host.open(file);
  endWith(() => host.close());
}

/** The record is closed before the program ends, whichever way it is ended. */
function endWith(close: () => Promise<void>): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}
