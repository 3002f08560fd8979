/** `app` of the stand-in: paths below a folder of the test's own, one instance per such folder, the order of the end. */
import { EventEmitter } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { note } from './screen.ts';

export const home = process.env['STANDIN_HOME'] ?? '';
const lockPath = join(home, 'lock');

// Of a package; here the test's own folder, so that a test can put something into it.
Object.assign(process, { resourcesPath: home });

/** An event that can be prevented, as Electron's are. */
export class Preventable {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = { hasSwitch: (name: string): boolean => process.argv.includes(`--${name}`) };
  readonly closeWindows: (() => void)[] = [];
  isQuitting = false;
  #holdsLock = false;
  readonly #ready = new Promise<void>((resolve) => {
    // Later than everything that the main script does at once.
    setImmediate(() => {
      note('ready');
      this.emit('ready');
      resolve();
    });
  });

  /** Two folders above the main script, as in the repository: a package may be somewhere else. */
  getAppPath = (): string => join(dirname(process.argv[1] ?? ''), '..', '..');
  getLocale = (): string => process.env['STANDIN_LOCALE'] ?? 'en-GB';
  whenReady = (): Promise<void> => this.#ready;

  getPath(name: string): string {
    const path = join(home, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    note('app.setAsDefaultProtocolClient', scheme);
    return true;
  }

  /** Electron's lock belongs to the user-data folder; so does this. */
  requestSingleInstanceLock(data: unknown = {}): boolean {
    note('app.requestSingleInstanceLock', data);
    try {
      writeFileSync(lockPath, String(process.pid), { flag: 'wx' });
    } catch {
      writeFileSync(join(home, `second-${process.pid}.json`), JSON.stringify({ argv: process.argv, data }));
      return false;
    }
    this.#holdsLock = true;
    watch(home, () => this.#hearSecond()).unref();
    return true;
  }

  quit(): void {
    note('app.quit');
    this.isQuitting = true;
    for (const close of this.closeWindows) close();
    const event = new Preventable();
    this.emit('will-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }

  exit(code = 0): void {
    note('app.exit', code);
    if (this.#holdsLock) rmSync(lockPath, { force: true });
    // What was noted leaves first.
    setImmediate(() => process.exit(code));
  }

  #hearSecond(): void {
    for (const name of readdirSync(home).filter((file) => /^second-\d+\.json$/.test(file))) {
      const text = readFileSync(join(home, name), 'utf8');
      if (!text.endsWith('}')) continue;
      rmSync(join(home, name));
      const { argv, data } = JSON.parse(text) as { argv: unknown; data: unknown };
      this.emit('second-instance', new Preventable(), argv, process.cwd(), data);
    }
  }
}

export const app = new App();
