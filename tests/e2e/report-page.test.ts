/** A report as a page and on paper: what it says is not cut off. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { requires } from '../precondition.ts';
import { classicResult } from '../report/fixture.ts';
import { chromiumPath, launch } from './window.ts';
import { renderReport } from '#report';
import { en } from '#report/words/en.ts';

const chromium = requires('Chromium', chromiumPath !== undefined);

/** A4 less margins of 12 mm, at 96 dpi. */
const paper = { width: 703, height: 1000 };

chromium.describe('the report of a whole matrix', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  const widthOf = (): Promise<number> =>
    page.locator('html').evaluate((html) => (html as unknown as { scrollWidth: number }).scrollWidth);

  test('fits into a window of 1280 px with all its columns', async () => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.setContent(renderReport(classicResult(), 'html', 'en'));
    const table = page.locator('#matrix .scroll').first();
    const { content, room } = await table.evaluate((element) => {
      const { scrollWidth, clientWidth } = element as unknown as Record<'scrollWidth' | 'clientWidth', number>;
      return { content: scrollWidth, room: clientWidth };
    });
    expect(content).toBe(room);
    expect(await widthOf()).toBe(1280);
  });

  test.each(['en', 'zh'] as const)(
    'fits on paper, with what was predicted beside every strip, in %s',
    async (language) => {
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize(paper);
      await page.setContent(renderReport(classicResult(), 'html', language));
      expect(await widthOf()).toBe(paper.width);
      expect(await page.locator('#trials th.wide').first().isVisible()).toBe(true);
      if (language === 'en')
        expect(await page.locator('#trials th.wide').first().textContent()).toBe(en.columns.predicted);
    },
  );
});
