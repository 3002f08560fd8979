/** The one window: where it stands, what it shows, and what happens when its page breaks down. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { RenderProcessGoneDetails } from 'electron';
import { viewPage } from './page/scheme.ts';
import { strictPreferences } from './page/web-preferences.ts';
import { noState, placeOn, readWindowState, remembering, smallest } from './window-state.ts';
import type { Screen } from './window-state.ts';

export interface WindowOptions {
  /** The bundle of preload/index.cts. */
  readonly preload: string;
  readonly statePath: string;
  readonly icon: string;
  /** Its page was gone and has been loaded again; `again`: it is gone for the second time and was left so. */
  readonly onPageGone: (how: { readonly again: boolean; readonly reload: () => void }) => void;
  readonly log: (line: string) => void;
}

/** A page that breaks down again within this time would do so for ever. */
const mendingMs = 60_000;

export class MainWindow {
  readonly #options: WindowOptions;
  #window: BrowserWindow | null = null;
  #mendedAt = -Infinity;

  constructor(options: WindowOptions) {
    this.#options = options;
  }

  /** Opens it, or brings it to the front; at `route` if one is wanted. */
  show(route: string | null): void {
    if (this.#window === null) return this.#open(route);
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.focus();
    if (route !== null) this.go(route);
  }

  /** Moves within the page: only the fragment changes, so nothing is loaded again. */
  go(route: string): void {
    if (this.#window === null) return this.#open(route);
    const url = `${viewPage}#${route}`;
    if (this.#window.webContents.getURL() !== url) this.#load(this.#window, url);
  }

  #open(route: string | null): void {
    const { isMaximized, ...bounds } = placeOn(this.#readState(), screens());
    const window = new BrowserWindow({
      ...bounds,
      minWidth: Math.min(smallest.width, bounds.width),
      minHeight: Math.min(smallest.height, bounds.height),
      show: false,
      title: 'Halfopen',
      icon: this.#options.icon,
      // --paper of renderer/view/styles/tokens.css: no flash before the first paint.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#151513' : '#fffffc',
      webPreferences: { ...strictPreferences, preload: this.#options.preload },
    });
    this.#window = window;
    window.once('ready-to-show', () => {
      if (isMaximized) window.maximize();
      window.show();
    });
    window.on('close', () => this.#keepState(window));
    window.once('closed', () => void (this.#window = null));
    window.webContents.on('render-process-gone', (_, details) => this.#mend(window, details));
    this.#load(window, route === null ? viewPage : `${viewPage}#${route}`);
  }

  #load(window: BrowserWindow, url: string): void {
    window.loadURL(url).catch((error: unknown) => this.#options.log(`the page was not loaded: ${String(error)}`));
  }

  /** Runs go on in the host process meanwhile; the page asks it for everything anew. */
  #mend(window: BrowserWindow, { reason, exitCode }: RenderProcessGoneDetails): void {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    this.#options.log(`the page is gone: ${reason}, code ${exitCode}`);
    const again = Date.now() - this.#mendedAt < mendingMs;
    this.#mendedAt = Date.now();
    const reload = (): void => window.webContents.reload();
    if (!again) reload();
    this.#options.onPageGone({ again, reload });
  }

  #readState(): ReturnType<typeof readWindowState> {
    try {
      return readWindowState(readFileSync(this.#options.statePath, 'utf8'));
    } catch {
      return noState;
    }
  }

  #keepState(window: BrowserWindow): void {
    const bounds = window.getNormalBounds();
    const display = screen.getDisplayMatching(bounds);
    const state = remembering(this.#readState(), display, { ...bounds, isMaximized: window.isMaximized() });
    try {
      mkdirSync(dirname(this.#options.statePath), { recursive: true });
      writeFileSync(this.#options.statePath, JSON.stringify(state));
    } catch (error) {
      this.#options.log(`the place of the window was not kept: ${String(error)}`);
    }
  }
}

/** The primary display first: where a window goes that was nowhere yet. */
function screens(): [Screen, ...Screen[]] {
  const primary = screen.getPrimaryDisplay();
  return [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)];
}
