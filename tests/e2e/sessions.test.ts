/** Live sessions in a browser: what a person sees of a fault, its end, and the end of the connection. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { requires } from '../precondition.ts';
import { chromiumPath, closeAll, go, openInBrowser } from './window.ts';
import type { HostedView } from './window.ts';
import type { Page } from 'playwright-core';
import { cableCut } from '#model/faults/index.ts';
import { faultOrder } from '#report/text/kinds.ts';
import { kindsEn } from '#report/words/kinds-en.ts';
import { en } from '../../renderer/view/words/en/index.ts';

const chromium = requires('Chromium', chromiumPath !== undefined);
afterEach(closeAll);

const patience = { timeout: 30_000 };
const cut = faultOrder(cableCut, kindsEn);

/** A server, three sessions, and the first of them from close up. */
async function inSession(): Promise<HostedView> {
  const hosted = await openInBrowser();
  await go(hosted.page, '/sessions');
  await hosted.page.getByRole('button', { name: en.sessions.tryIt }).click();
  await hosted.page.getByText(en.sessions.ifDied).waitFor(patience);
  return hosted;
}

/** One where nothing listens any more. */
function unusedPort(): Promise<number> {
  const listener = createServer();
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo;
      listener.close(() => resolve(port));
    });
  });
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const stopwatch = (page: Page) => page.getByRole('region', { name: en.sessions.stopwatch });

chromium.describe('a live session', () => {
  test('that is healed in time is forecast again, and the next cut is measured anew', async () => {
    const { page, oddities } = await inSession();
    await button(page, cut).click();
    await stopwatch(page).waitFor();
    await button(page, en.sessions.heal).click();
    await stopwatch(page).waitFor({ state: 'detached' });
    await page.getByText(en.sessions.ifDied).waitFor(patience);
    const past = page.getByRole('status').filter({ hasText: 'Healed after' });
    expect(await past.textContent()).toMatch(
      /\(blackhole\), before any verdict\. Had the fault lasted, .* after [\d.]+/,
    );
    await button(page, cut).click();
    await page.getByText(en.sessions.inside, { exact: true }).waitFor(patience);
    expect(await past.count()).toBe(0);
    expect(oddities).toEqual([]);
  });

  test('offers what can be done to it at that moment', async () => {
    const { page } = await inSession();
    const cutting = button(page, cut);
    await expect.poll(() => cutting.getAttribute('aria-disabled'), patience).not.toBe('true');
    await button(page, faultOrder({ kind: 'blackhole', direction: 'to-peer' }, kindsEn)).click();
    await expect.poll(() => cutting.getAttribute('aria-disabled'), patience).toBe('true');
    await button(page, en.sessions.heal).click();
    await expect.poll(() => cutting.getAttribute('aria-disabled'), patience).not.toBe('true');
  });

  test('that is over keeps what the kernel said last', async () => {
    const { page, oddities } = await inSession();
    await button(page, cut).click();
    await page.getByText(en.sessions.inside, { exact: true }).waitFor(patience);
    const kernel = page.getByRole('region', { name: en.sessions.kernelLast });
    await kernel.getByText('CLOSED', { exact: true }).waitFor(patience);
    await kernel.getByText(/figures were read [\d.]+\sm?s before/).waitFor();
    const [probes, rtt] = [en.sessions.facts.probes, en.sessions.facts.rtt].map((name) =>
      kernel.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]'),
    );
    expect(await probes?.textContent()).toBe('3');
    expect(await rtt?.textContent()).toMatch(/\d/);
    expect(oddities).toEqual([]);
  });

  test('that nobody accepts says why, and what to do', async () => {
    const { page } = await openInBrowser();
    const port = await unusedPort();
    await go(page, '/sessions');
    await page.getByRole('button', { name: en.sessions.connect, exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(en.sessions.host, { exact: true }).fill('127.0.0.1');
    await dialog.getByLabel(en.sessions.port, { exact: true }).fill(String(port));
    await button(page, en.sessions.open).click();
    const alert = page.getByRole('alert');
    await alert.getByText('ECONNREFUSED').waitFor(patience);
    expect(await alert.textContent()).toContain('Nothing listens on that port.');
    expect(await page.getByRole('log').textContent()).toContain('(ECONNREFUSED)');
  });
});
