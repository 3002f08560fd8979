/** A host with its view in a real Chromium, as a person would have it; every oddity of the page is kept. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { _electron } from 'playwright-core';
import { findRuntime, whyNoWindow } from '../../build/runtime.ts';
import { repository } from '../ground/sources.ts';
import { ensureBundles, launchStandIn } from '../standin/launch.ts';

export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** Null where no window can be opened, or there is no runtime to open it with. */
export const electronRuntime =
  whyNoWindow({ platform: process.platform, env: process.env, uid: process.getuid?.() ?? null }) === null
    ? findRuntime(join(repository, 'node_modules', 'electron'), process.env)
    : null;

export { ensureBundles };

export interface HostedView {
  readonly page: Page;
  readonly historyPath: string;
  readonly url: string;
  /** Console errors, page errors and violations of the content security policy so far. */
  readonly oddities: readonly string[];
  /** Ends the host without a word, as a crash would; where that can be done. */
  kill?(): void;
  /** Starts another host on the same port and history, once the first was killed; resolves to its address. */
  restart?(): Promise<string>;
  close(): Promise<void>;
}

/** Where the view is: the same tests for all. */
export type OpenView = (options?: ViewOptions) => Promise<HostedView>;

export interface ViewOptions extends BrowserContextOptions {
  readonly historyPath?: string;
}

const started = new Set<() => Promise<void>>();

/** Starts `halfopen ui` with a history of its own and opens its address. */
export async function openInBrowser({ historyPath, ...look }: ViewOptions = {}): Promise<HostedView> {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-e2e-'));
  const db = historyPath ?? join(folder, 'history.db');
  let host = startHost(db, '0');
  const url = await addressOf(host);
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-GB', ...look });
  const page = await context.newPage();
  const oddities: string[] = [];
  watch(page, oddities);
  await page.goto(url);
  await page.locator('h1, h2').first().waitFor();
  const close = async (): Promise<void> => {
    started.delete(close);
    await browser.close();
    const gone = new Promise((resolve) =>
      host.exitCode === null && host.signalCode === null ? host.once('exit', resolve) : resolve(null),
    );
    host.kill('SIGINT');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  const restart = (): Promise<string> => {
    host = startHost(db, new URL(url).port);
    return addressOf(host);
  };
  started.add(close);
  return { page, historyPath: db, url, oddities, kill: () => host.kill('SIGKILL'), restart, close };
}

const startHost = (db: string, port: string): ChildProcess =>
  spawn(process.execPath, ['main/cli/halfopen.mjs', 'ui', '--db', db, '--port', port], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

export async function closeAll(): Promise<void> {
  await Promise.all([...started].map((close) => close()));
}

/** The built desktop app, unchanged, on the stand-in for Electron. */
export async function openOnStandIn({ historyPath }: ViewOptions = {}): Promise<HostedView> {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-e2e-'));
  const db = historyPath ?? join(folder, 'history.db');
  const app = await launchStandIn({ historyPath: db, locale: 'en-GB' });
  return shown(app.page, db, async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** The built desktop app on the real runtime. */
export async function openOnElectron({ historyPath }: ViewOptions = {}): Promise<HostedView> {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-e2e-'));
  const db = historyPath ?? join(folder, 'history.db');
  const app = await _electron.launch({ args: [repository, '--db', db], cwd: folder });
  return shown(await app.firstWindow(), db, async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

async function shown(page: Page, historyPath: string, end: () => Promise<void>): Promise<HostedView> {
  const oddities: string[] = [];
  watch(page, oddities);
  await page.locator('h1, h2').first().waitFor();
  const close = async (): Promise<void> => {
    started.delete(close);
    await end();
  };
  started.add(close);
  return { page, historyPath, url: page.url(), oddities, close };
}

/** A browser of its own, for pages that no host serves. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    // Chromium refuses to sandbox as root; in CI that is who we are.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });

function addressOf(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    host.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      const url = /https?:\/\/\S+#token=\S+/.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    });
    host.once('exit', (code) => reject(new Error(`the host ended with ${code}: ${said}`)));
  });
}

function watch(page: Page, oddities: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      oddities.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => oddities.push(`page error: ${error.message}`));
}

/** By the address, as a link would; in the same page. */
export const go = (page: Page, place: string): Promise<void> =>
  page.evaluate((hash) => {
    (globalThis as unknown as { location: { hash: string } }).location.hash = hash;
  }, place);

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Beside the rules that are on by default: who speaks to a page says what is written on the button. */
const axeOptions = { rules: { 'label-content-name-mismatch': { enabled: true } } };

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds on the page as it is: WCAG 2.2 A and AA, and best practices. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run(o: unknown): Promise<{ violations: AxeViolation[] }> } };
    return (await axe.run(options)).violations;
  }, axeOptions);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

/** Kept by CI as an artefact, in a folder that is not committed. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(repository, 'out', 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
