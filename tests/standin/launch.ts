/** Starts the built desktop app on the stand-in: its own main, host and preload bundles, with Chromium as the window. */
import { fork, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { Call, Emitter, FromApp, Served, ToApp } from './messages.ts';
import { Pages } from './pages.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const repository = here('../..');

export const chromiumPath = '/usr/bin/chromium';

export const launchChromium = (): Promise<Browser> =>
  // Everything here may run as root, where Chromium has no sandbox of its own.
  chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });

/** Builds what is older than its sources. */
export function ensureBundles(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(repository, 'build/bundle.ts'), 'app', '--if-stale'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the bundles were not built: ${stderr}`);
}

export interface StandInOptions {
  /** Another main script than the built one. */
  readonly main?: string;
  /** What a person writes after the program's name. */
  readonly args?: readonly string[];
  readonly historyPath?: string;
  /** The user's folder; of its own and gone in the end unless given. */
  readonly home?: string;
  /** Shared with other tests; else one of its own. */
  readonly browser?: Browser;
  /** As the system tells it: `en-GB`, `zh-CN`. */
  readonly locale?: string;
  /** Which button a dialog gets; the first unless told. */
  readonly answerDialog?: (options: unknown) => number;
}

export interface StandIn {
  /** Of the one window; another after the page crashed. */
  readonly page: Page;
  readonly pid: number;
  readonly home: string;
  /** What the shell asked of Electron, in order. */
  readonly calls: readonly Call[];
  /** Addresses that a page wanted and did not get. */
  readonly refused: readonly string[];
  /** The first call of that name that matches, as soon as there is one. */
  called(name: string, matches?: (call: Call, index: number) => boolean): Promise<Call>;
  /** Lets something happen: an event of the app, of the window's contents, a click on a menu item. */
  emit(on: Emitter, event: string, ...args: readonly unknown[]): Promise<unknown>;
  /** A message from a page of the test's choosing. */
  forge(channel: string, from: { readonly origin: string; readonly isMainFrame: boolean }): void;
  /** Closes the window as a person would; resolves with the exit code. */
  close(): Promise<number | null>;
}

/** Resolves once the window shows its page. */
export async function launchStandIn(options: StandInOptions): Promise<StandIn> {
  const app = await startStandIn(options);
  await app.called('window.show');
  return app;
}

/** The same for starts that show no window. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  ensureBundles();
  const browser = options.browser ?? (await launchChromium());
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'halfopen-standin-'));
  const db = options.historyPath === undefined ? [] : ['--db', options.historyPath];
  const child = fork(options.main ?? join(repository, 'out/main/index.js'), [...db, ...(options.args ?? [])], {
    execArgv: ['--import', here('./register.ts')],
    serialization: 'advanced',
    env: { ...process.env, STANDIN_HOME: home, STANDIN_LOCALE: options.locale ?? 'en-GB' },
  });
  return new Launched(child, browser, { ...options, home, keepsHome: options.home !== undefined });
}

type Settled = StandInOptions & { readonly home: string; readonly keepsHome: boolean };

class Launched implements StandIn {
  readonly calls: Call[] = [];
  readonly home: string;
  readonly #child: ChildProcess;
  readonly #options: Settled;
  readonly #browser: Browser;
  readonly #pages: Pages;
  readonly #asked = new Map<number, (answer: unknown) => void>();
  readonly #watchers = new Set<() => void>();
  readonly #exited: Promise<number | null>;
  #page: Page | null = null;
  #lastAsk = 0;

  constructor(child: ChildProcess, browser: Browser, options: Settled) {
    this.#child = child;
    this.#browser = browser;
    this.#options = options;
    this.home = options.home;
    this.#pages = new Pages(
      browser,
      {
        post: (message) => this.#post(message),
        request: (session, url, method) => this.#ask<Served>((ask) => ({ t: 'request', ask, session, url, method })),
        emit: (on, event, ...args) => this.emit(on, event, ...args),
      },
      (page) => void (this.#page = page),
    );
    child.on('message', (message: FromApp) => this.#hear(message));
    child.on('error', () => {});
    this.#exited = new Promise((resolve) => child.once('exit', resolve));
    void this.#exited.then(() => this.#wake());
  }

  get page(): Page {
    if (this.#page === null) throw new Error('the app has no window');
    return this.#page;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get refused(): readonly string[] {
    return this.#pages.refused;
  }

  async called(name: string, matches: (call: Call, index: number) => boolean = () => true): Promise<Call> {
    for (;;) {
      const call = this.calls.filter((candidate) => candidate.name === name).find(matches);
      if (call !== undefined) return call;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`the app ended without "${name}"`);
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  emit(on: Emitter, event: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.#ask((ask) => ({ t: 'emit', ask, on, event, args }));
  }

  forge(channel: string, { origin, isMainFrame }: { readonly origin: string; readonly isMainFrame: boolean }): void {
    this.#post({ t: 'ipc', page: 1, channel, args: [], origin, isMainFrame });
  }

  async close(): Promise<number | null> {
    if (this.#page !== null && this.#child.connected) void this.emit('contents', 'close-window');
    const code = await this.#exited;
    await this.#pages.close();
    if (this.#options.browser === undefined) await this.#browser.close();
    if (!this.#options.keepsHome) rmSync(this.home, { recursive: true, force: true });
    return code;
  }

  #post(message: ToApp): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #ask<R>(make: (ask: number) => ToApp): Promise<R> {
    this.#lastAsk += 1;
    const id = this.#lastAsk;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve as (answer: unknown) => void);
      this.#post(make(id));
    });
  }

  #hear(message: FromApp): void {
    if (message.t === 'call') {
      this.calls.push(message.call);
      this.#wake();
    } else if (message.t === 'answered') this.#settle(message.ask, message.answer);
    else if (message.t === 'emitted') this.#settle(message.ask, message.result);
    else if (message.t === 'dialog')
      this.#post({ t: 'done', ask: message.ask, result: this.#options.answerDialog?.(message.options) ?? 0 });
    else this.#pages.hear(message);
  }

  #settle(ask: number, answer: unknown): void {
    this.#asked.get(ask)?.(answer);
    this.#asked.delete(ask);
  }

  #wake(): void {
    for (const wake of this.#watchers) wake();
    this.#watchers.clear();
  }
}
