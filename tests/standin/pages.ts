/** The windows of the stand-in, in the Chromium that the test holds: preload worlds, requests, ports. */
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import type { Browser, BrowserContext, CDPSession, Page, Route } from 'playwright-core';
import { fromBrowser, standInHost, toBrowser } from './messages.ts';
import type { FromApp, PortMessage, Served, ToApp } from './messages.ts';

interface Codec {
  pack(value: unknown): unknown;
  unpack(value: unknown): unknown;
}

const source = readFileSync(new URL('./in-page.js', import.meta.url), 'utf8');
const codec = runInThisContext(`(() => { ${source}; return standInCodec(); })()`) as Codec;
const preloadWorld = 'preload';

type Opening = Extract<FromApp, { t: 'open' }>;
type Sending = Extract<FromApp, { t: 'send' }>;

/** How the test side asks the shell's handlers. */
export interface ShellSide {
  post(message: ToApp): void;
  request(session: string, url: string, method: string): Promise<Served>;
  emit(on: 'contents', event: string, ...args: readonly unknown[]): Promise<unknown>;
}

/** One window: its page, and the world beside it where its preload script lives. */
class Shown {
  readonly opening: Opening;
  page: Page;
  world: { readonly id: number; readonly origin: string } | null = null;
  isLoading = false;
  isCrashed = false;
  url = '';
  readonly ports = new Set<string>();
  #cdp: CDPSession | null = null;

  constructor(opening: Opening, page: Page) {
    this.opening = opening;
    this.page = page;
  }

  /** Before anything is loaded. */
  async prepare(hear: (payload: string, isMainFrame: boolean) => void, lose: () => void): Promise<void> {
    const { preload } = this.opening;
    if (preload === null) return;
    const cdp = await this.page.context().newCDPSession(this.page);
    this.#cdp = cdp;
    cdp.on('Runtime.executionContextCreated', ({ context: { id, name, origin } }) => {
      if (name === preloadWorld) this.world = { id, origin };
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.world?.id) lose();
    });
    cdp.on('Runtime.executionContextsCleared', lose);
    cdp.on('Runtime.bindingCalled', ({ payload }) => hear(payload, true));
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: 'standInToMain', executionContextName: preloadWorld });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: `{ ${source}; standInPageWorld(); }` });
    const wrapped = `function (require, module, exports) { ${preload}\n}`;
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `{ ${source}; standInPreloadWorld(standInCodec(), ${wrapped}); }`,
      worldName: preloadWorld,
    });
  }

  /** Calls into the preload script's world; in order. */
  tell(what: 'send' | 'port' | 'port-closed', message: unknown): void {
    if (this.world === null) return;
    const expression = `standIn[${JSON.stringify(what)}](${JSON.stringify(message)})`;
    // A world that is gone by now hears nothing.
    this.#cdp?.send('Runtime.evaluate', { expression, contextId: this.world.id }).catch(() => undefined);
  }
}

export class Pages {
  readonly #browser: Browser;
  readonly #shell: ShellSide;
  readonly #shown = new Map<number, Shown>();
  readonly #contexts = new Map<string, Promise<BrowserContext>>();
  /** What each page is asked to do is done in order. */
  readonly #queues = new Map<number, Promise<unknown>>();
  readonly #newPage: (page: Page) => void;
  /** Addresses that a page wanted and did not get. */
  readonly refused: string[] = [];

  constructor(browser: Browser, shell: ShellSide, newPage: (page: Page) => void) {
    this.#browser = browser;
    this.#shell = shell;
    this.#newPage = newPage;
  }

  hear(message: FromApp): void {
    if (message.t === 'port' || message.t === 'port-closed') return this.#toPort(message);
    if (message.t === 'send') return this.#send(message);
    if (!('page' in message)) return;
    const before = this.#queues.get(message.page) ?? Promise.resolve();
    const work = before.then(() => this.#do(message));
    this.#queues.set(
      message.page,
      work.catch((error: unknown) => {
        if ('ask' in message) this.#shell.post({ t: 'failed', ask: message.ask, why: String(error) });
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#contexts.values()].map(async (context) => (await context).close()));
  }

  async #do(message: Exclude<FromApp, PortMessage | Sending>): Promise<void> {
    if (message.t === 'open') return this.#open(message);
    const shown = 'page' in message ? this.#shown.get(message.page) : undefined;
    if (shown === undefined) return;
    if (message.t === 'load') {
      await this.#load(shown, message.url);
      this.#shell.post({ t: 'done', ask: message.ask, result: null });
      this.#shell.post({ t: 'painted', page: message.page });
    } else if (message.t === 'reload') await this.#reload(shown);
    else if (message.t === 'print') {
      const pdf = await shown.page.pdf(message.options as { printBackground?: boolean; preferCSSPageSize?: boolean });
      this.#shell.post({ t: 'done', ask: message.ask, result: new Uint8Array(pdf) });
    } else if (message.t === 'close') {
      this.#losePorts(shown);
      this.#shown.delete(message.page);
      await shown.page.close();
    }
  }

  async #open(opening: Opening): Promise<void> {
    const context = await this.#context(opening);
    const shown = new Shown(opening, await context.newPage());
    this.#shown.set(opening.page, shown);
    await this.#dress(shown);
  }

  async #dress(shown: Shown): Promise<void> {
    const { page, opening } = shown;
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame()) return;
      this.#shell.post({ t: 'at', page: opening.page, url: fromBrowser(frame.url()) });
    });
    page.on('crash', () => {
      shown.isCrashed = true;
      this.#losePorts(shown);
      this.#shell.post({ t: 'crashed', page: opening.page });
    });
    page.on('popup', (popup) => {
      void this.#shell.emit('contents', 'open-window', fromBrowser(popup.url())).then(() => popup.close());
    });
    page.on('download', (download) => {
      void this.#shell.emit('contents', 'will-download', fromBrowser(download.url()), download.suggestedFilename());
    });
    await shown.prepare(
      (payload) => this.#fromWorld(shown, payload),
      () => this.#losePorts(shown),
    );
    if (opening.preload !== null) this.#newPage(page);
  }

  async #load(shown: Shown, url: string): Promise<void> {
    shown.url = url;
    shown.isLoading = true;
    await shown.page.goto(toBrowser(url)).finally(() => void (shown.isLoading = false));
  }

  /** A page that crashed stays so for Playwright: another takes its place, as another process does in Electron. */
  async #reload(shown: Shown): Promise<void> {
    if (!shown.isCrashed) {
      shown.isLoading = true;
      await shown.page.reload().finally(() => void (shown.isLoading = false));
      return;
    }
    const context = shown.page.context();
    await shown.page.close();
    shown.page = await context.newPage();
    shown.isCrashed = false;
    await this.#dress(shown);
    await this.#load(shown, shown.url);
  }

  #context({ session, javascript }: Opening): Promise<BrowserContext> {
    const known = this.#contexts.get(session);
    if (known !== undefined) return known;
    const made = this.#browser.newContext({ javaScriptEnabled: javascript, viewport: { width: 1240, height: 820 } });
    const routed = made.then(async (context) => {
      await context.route('**/*', (route) => this.#serve(session, route));
      return context;
    });
    this.#contexts.set(session, routed);
    return routed;
  }

  async #serve(session: string, route: Route): Promise<void> {
    const request = route.request();
    const url = fromBrowser(request.url());
    const isNavigation = request.isNavigationRequest() && request.frame().parentFrame() === null;
    const shown = isNavigation
      ? [...this.#shown.values()].find((candidate) => candidate.page === request.frame().page())
      : undefined;
    if (shown?.isLoading === false) {
      const { prevented } = (await this.#shell.emit('contents', 'will-navigate', url)) as { prevented: boolean };
      if (prevented) return this.#refuse(route, url);
    }
    if (!new URL(request.url()).host.endsWith(`.${standInHost}`)) return this.#refuse(route, url);
    const { status, headers, body } = await this.#shell.request(session, url, request.method());
    await route.fulfill({ status, headers, body: Buffer.from(body) });
  }

  async #refuse(route: Route, url: string): Promise<void> {
    this.refused.push(url);
    await route.abort('aborted');
  }

  #fromWorld(shown: Shown, payload: string): void {
    const message = JSON.parse(payload) as { t: string; id: string; data: unknown; channel: string; args: unknown };
    if (message.t === 'ipc') {
      const origin = fromBrowser(shown.world?.origin ?? '');
      const args = codec.unpack(message.args) as readonly unknown[];
      const { page } = shown.opening;
      this.#shell.post({ t: 'ipc', page, channel: message.channel, args, origin, isMainFrame: true });
    } else if (message.t === 'port') this.#shell.post({ t: 'port', id: message.id, data: codec.unpack(message.data) });
    else if (shown.ports.delete(message.id)) this.#shell.post({ t: 'port-closed', id: message.id });
  }

  #send({ page, channel, args, ports }: Sending): void {
    const shown = this.#shown.get(page);
    for (const id of ports) shown?.ports.add(id);
    shown?.tell('send', { channel, args: codec.pack(args), ports });
  }

  #toPort(message: PortMessage): void {
    const shown = [...this.#shown.values()].find(({ ports }) => ports.has(message.id));
    if (message.t === 'port') shown?.tell('port', { id: message.id, data: codec.pack(message.data) });
    else if (shown?.ports.delete(message.id) === true) shown.tell('port-closed', { id: message.id });
  }

  #losePorts(shown: Shown): void {
    shown.world = null;
    for (const id of shown.ports) this.#shell.post({ t: 'port-closed', id });
    shown.ports.clear();
  }
}
