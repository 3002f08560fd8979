/** `npm run screenshots`: the images of README.md and docs/experiments.md, taken of the app as it is, on this machine. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const repository = fileURLToPath(new URL('..', import.meta.url));
const image = (name: string): string => join(repository, 'docs/images', `app-${name}.png`);
const folder = mkdtempSync(join(tmpdir(), 'halfopen-shots-'));
const host = spawn(process.execPath, ['main/cli/halfopen.mjs', 'ui', '--db', join(folder, 'h.db')], {
  cwd: repository,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = await new Promise<string>((resolve) =>
  host.stdout.on('data', (text: Buffer) => resolve(/http\S+/.exec(text.toString())?.[0] ?? '')),
);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 820 }, locale: 'en-GB' });
  const go = (place: string): Promise<unknown> => page.evaluate(`location.hash = '${place}'`);
  await page.goto(url);
  await page.getByRole('button', { name: 'Run the default experiment' }).click();
  await page.getByText(/^38\d of 594$/).waitFor({ timeout: 60_000 });
  await page.screenshot({ path: image('experiment') });
  await page.getByText('complete', { exact: true }).waitFor({ timeout: 60_000 });
  await go('/latency');
  await page.getByRole('cell').getByRole('button').first().waitFor();
  await page.screenshot({ path: image('latency') });
  await go('/latency/playground');
  await page.getByLabel('Example').selectOption('jittery');
  await page.getByRole('img', { name: /^phi-accrual: / }).waitFor();
  await page.setViewportSize({ width: 1280, height: 1150 });
  await page.screenshot({ path: image('playground') });
  await page.setViewportSize({ width: 1280, height: 820 });
  await go('/sessions');
  await page.getByRole('button', { name: 'Start a server and three sessions' }).click();
  await page.getByText('If the peer died now').waitFor();
  await page.getByRole('button', { name: 'Cut the cable' }).click();
  await page.getByText('as predicted', { exact: true }).waitFor({ timeout: 30_000 });
  await page.screenshot({ path: image('session') });
} finally {
  await browser.close();
  host.kill('SIGINT');
  await new Promise((resolve) => host.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
// Smaller where the tool is there.
spawnSync('pngquant', [
  '--force',
  '--ext',
  '.png',
  '--',
  image('experiment'),
  image('latency'),
  image('playground'),
  image('session'),
]);
