/**
 * What the view costs: `node bench/view.ts [sessions]`, in a real Chromium against a real host. 10,000 sessions need
 * `ulimit -n` of a little more than that; a timeline of 100,000 events is drawn by a page of its own.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { bundle } from '../build/bundle.ts';
import { rendererBundle, repository } from '../build/bundles.ts';

const sessions = Number(process.argv[2] ?? 10_000);
const scrollMs = 8000;
const say = (name: string, figure: string): void => void process.stdout.write(`${name.padEnd(48)} ${figure}\n`);

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  await bundle('renderer', 'production');
  bundleSize();
  await timeline();
  await table();
} finally {
  await browser.close();
}

function bundleSize(): void {
  const folder = join(repository, 'out/renderer');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(js|css|html)$/.test(file),
  );
  const bytes = files.map((file) => readFileSync(join(folder, file)));
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0) / 1024;
  say(
    'renderer bundle',
    `${sum(bytes.map((file) => file.length)).toFixed(0)} KiB, gzip ${sum(bytes.map((file) => gzipSync(file).length)).toFixed(0)} KiB`,
  );
}

/** Frame times while `act` goes on, and what blocked the page for longer than 50 ms. */
async function framesDuring(page: Page, act: () => Promise<void>): Promise<string> {
  await page.evaluate(`(() => {
    window.frames_ = []; window.long_ = 0;
    let last = performance.now();
    const frame = (now) => { frames_.push(now - last); last = now; window.raf_ = requestAnimationFrame(frame); };
    window.raf_ = requestAnimationFrame(frame);
    window.observer_ = new PerformanceObserver((list) => { long_ += list.getEntries().length; });
    observer_.observe({ type: 'longtask' });
  })()`);
  await act();
  const { frames, long } = (await page.evaluate(
    `(() => { cancelAnimationFrame(raf_); observer_.disconnect(); return { frames: frames_.slice(1), long: long_ }; })()`,
  )) as { frames: number[]; long: number };
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `frame p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${long} long tasks`;
}

async function timeline(): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'halfopen-bench-'));
  const here = fileURLToPath(new URL('./page', import.meta.url));
  const config = rendererBundle('production');
  await build({ ...config, root: here, publicDir: false, build: { ...config.build, outDir: out } });
  const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = path === '/' ? '/index.html' : path;
    response.setHeader('Content-Type', types[file.split('.').at(-1) ?? ''] ?? 'text/plain');
    try {
      response.end(readFileSync(join(out, file)));
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  const { port } = await new Promise<AddressInfo>((resolve) =>
    server.once('listening', () => resolve(server.address() as AddressInfo)),
  );
  const page = await browser.newPage({ viewport: { width: 1400, height: 500 } });
  await page.goto(`http://127.0.0.1:${port}/?events=100000`);
  await page.locator('canvas').waitFor();
  const firstMs = (await page.evaluate(
    `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))))`,
  )) as number;
  say('timeline, 100,000 events: page to first paint', `${firstMs.toFixed(0)} ms`);
  const canvas = (await page.locator('canvas').boundingBox()) ?? { x: 0, y: 0, width: 1000, height: 100 };
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + 60);
  for (let step = 0; step < 6; step += 1) await page.mouse.wheel(0, -100);
  const figures = await framesDuring(page, async () => {
    for (let round = 0; round < 4; round += 1) {
      await page.mouse.move(canvas.x + 100, canvas.y + 60);
      await page.mouse.down();
      await page.mouse.move(canvas.x + canvas.width - 100, canvas.y + 60, { steps: 60 });
      await page.mouse.up();
    }
  });
  say('timeline, panning', figures);
  await page.close();
  server.close();
  rmSync(out, { recursive: true });
}

async function table(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-bench-'));
  const host = spawn(process.execPath, ['main/cli/halfopen.mjs', 'ui', '--db', join(folder, 'h.db')], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await new Promise<string>((resolve) =>
    host.stdout.on('data', (text: Buffer) => {
      const found = /http\S+/.exec(text.toString())?.[0];
      if (found !== undefined) resolve(found);
    }),
  );
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  let bytes = 0;
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => void (bytes += payload.length)));
  const began = performance.now();
  await page.goto(url);
  await page.getByRole('button', { name: 'Run the default experiment' }).waitFor();
  say('browser host, address to interactive', `${(performance.now() - began).toFixed(0)} ms`);
  await page.evaluate(`location.hash = '/sessions'`);
  await page.getByRole('button', { name: 'Start a server', exact: true }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('button', { name: 'Remove keepalive' }).click();
  await page.getByLabel('Sessions per detector').fill(String(sessions));
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page
    .getByText(`${sessions.toLocaleString('en-US')} sessions`, { exact: true })
    .first()
    .waitFor({ timeout: 120_000 });
  await page.waitForTimeout(5000);
  const bytesBefore = bytes;
  const scroller = page.getByRole('grid');
  const figures = await framesDuring(page, () =>
    scroller.evaluate(
      (element, ms) =>
        new Promise<void>((resolve) => {
          const start = performance.now();
          const timer = setInterval(() => {
            element.scrollBy(0, 170);
            if (performance.now() - start < ms) return;
            clearInterval(timer);
            resolve();
          }, 16);
        }),
      scrollMs,
    ),
  );
  const heap = (await page.evaluate('performance.memory.usedJSHeapSize')) as number;
  say(`table of ${sessions} sessions, scrolling`, figures);
  say('renderer heap', `${(heap / 2 ** 20).toFixed(0)} MiB`);
  say('on the wire', `${((bytes - bytesBefore) / (scrollMs / 1000) / 2 ** 20).toFixed(2)} MiB/s`);
  host.kill('SIGINT');
  await new Promise((resolve) => host.once('exit', resolve));
  rmSync(folder, { recursive: true });
}
