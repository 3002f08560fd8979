/** A cell of a result in full: in sight where it was asked for, reached and left by keyboard, wide and narrow. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requires } from '../precondition.ts';
import { accessibilityViolations, chromiumPath, closeAll, go, openInBrowser } from './window.ts';
import type { HostedView } from './window.ts';
import type { Locator } from 'playwright-core';
import { en } from '../../renderer/view/words/en/index.ts';

const chromium = requires('Chromium', chromiumPath !== undefined);
const patience = { timeout: 60_000 };

chromium.describe('the details of a cell', () => {
  let hosted: HostedView;
  let run = '';
  beforeAll(async () => {
    hosted = await openInBrowser();
    const { page } = hosted;
    await page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'quick', exact: true }) })
      .getByRole('button', { name: en.experiments.run, exact: true })
      .click(patience);
    await page.getByText(en.experiments.status.complete, { exact: true }).waitFor(patience);
    run = /run\/(\w+)/.exec(page.url())?.[1] ?? '';
  }, 90_000);
  afterAll(closeAll);

  async function inSight(element: Locator): Promise<boolean> {
    const box = await element.boundingBox();
    const size = hosted.page.viewportSize();
    if (box === null || size === null) return false;
    return box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height;
  }
  const isFocused = async (element: Locator): Promise<boolean> =>
    (await element.and(hosted.page.locator(':focus')).count()) === 1;
  const places = () => [`/experiments/run/${run}`, `/latency/${run}`];

  test.each([900, 720, 400])(
    'are a sheet in sight at %d px; Escape closes it and leads back to the cell',
    async (width) => {
      const { page } = hosted;
      await page.setViewportSize({ width, height: 760 });
      for (const place of places()) {
        await go(page, place);
        const cell = page.getByRole('cell').getByRole('button').first();
        await cell.focus();
        await page.keyboard.press('Enter');
        const sheet = page.getByRole('dialog');
        const heading = sheet.getByRole('heading').first();
        await heading.waitFor();
        expect(await inSight(heading), place).toBe(true);
        expect(await sheet.locator(':focus').count(), place).toBe(1);
        expect(await accessibilityViolations(page), place).toEqual([]);
        await page.keyboard.press('Escape');
        await sheet.waitFor({ state: 'detached' });
        await expect.poll(() => isFocused(cell), { message: place }).toBe(true);
      }
    },
  );

  test('are beside the table where there is room: by keyboard they get the focus, Escape and their button give it back', async () => {
    const { page } = hosted;
    await page.setViewportSize({ width: 1280, height: 860 });
    for (const place of places()) {
      await go(page, place);
      const cell = page.getByRole('cell').getByRole('button').nth(1);
      await page.getByRole('cell').getByRole('button').first().focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      const aside = page.getByRole('complementary');
      await expect.poll(() => isFocused(aside), { message: place }).toBe(true);
      await page.keyboard.press('Tab');
      expect(await isFocused(aside.getByRole('button', { name: en.frame.close })), place).toBe(true);
      await page.keyboard.press('Enter');
      await aside.waitFor({ state: 'detached' });
      await expect.poll(() => isFocused(cell), { message: place }).toBe(true);
      await page.keyboard.press('Enter');
      await aside.waitFor();
      await page.keyboard.press('Escape');
      await aside.waitFor({ state: 'detached' });
      await expect.poll(() => isFocused(cell), { message: place }).toBe(true);
    }
  });

  test('are asked for from one place of the tab order: the other cells are an arrow away', async () => {
    const { page } = hosted;
    await go(page, places()[0] ?? '');
    const table = page.getByRole('table').first();
    await table.getByRole('button').first().waitFor();
    expect(await table.locator('button[tabindex="0"]').count()).toBe(1);
    await table.getByRole('button').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await table.locator('button[tabindex="0"]').count()).toBe(1);
    expect(await isFocused(table.locator('button[tabindex="0"]'))).toBe(true);
  });
});
