/** Everything that can be opened, asked by axe while it is open; and where the focus is afterwards. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { requires } from '../precondition.ts';
import { accessibilityViolations, chromiumPath, closeAll, go, openInBrowser } from './window.ts';
import type { HostedView } from './window.ts';
import type { Page } from 'playwright-core';
import { en } from '../../renderer/view/words/en/index.ts';

const chromium = requires('Chromium', chromiumPath !== undefined);
const patience = { timeout: 60_000 };

const runQuick = async (page: Page): Promise<string> => {
  await go(page, '/experiments');
  await page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'quick', exact: true }) })
    .getByRole('button', { name: en.experiments.run, exact: true })
    .click(patience);
  await page.getByText(en.experiments.status.complete, { exact: true }).waitFor(patience);
  return /run\/(\w+)/.exec(page.url())?.[1] ?? '';
};

chromium.describe('what can be opened is accessible', () => {
  let page: Page;
  let hosted: HostedView;
  const runs: string[] = [];
  beforeAll(async () => {
    hosted = await openInBrowser();
    ({ page } = hosted);
    runs.push(await runQuick(page));
    await go(page, '/history');
    runs.push(await runQuick(page));
  }, 120_000);
  afterAll(closeAll);
  beforeEach(() => page.setViewportSize({ width: 1280, height: 860 }));

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const openings: readonly (readonly [what: string, open: () => Promise<void>])[] = [
    [
      'a cell, and the events of a trial',
      async () => {
        await go(page, `/experiments/run/${runs[0]}`);
        await page.getByRole('cell').getByRole('button').first().click();
        await page.getByRole('heading', { level: 2, name: 'against' }).waitFor();
        expect(await accessibilityViolations(page)).toEqual([]);
        await button(en.experiments.eventsOf(1)).click();
        await page.getByRole('region', { name: en.experiments.events }).waitFor();
      },
    ],
    [
      'the map of detection times',
      async () => {
        await go(page, `/latency/${runs[0]}`);
        await page.getByRole('cell').getByRole('button').first().waitFor();
      },
    ],
    [
      'a comparison',
      async () => {
        await go(page, `/history/compare/${runs.join('/')}`);
        await page.getByRole('heading', { name: en.history.compared }).waitFor();
      },
    ],
    [
      'the menu of an experiment',
      async () => {
        await go(page, '/history');
        await button(en.history.actionsOf('quick')).first().click();
        await page.getByRole('menu').waitFor();
      },
    ],
    [
      'a filter',
      async () => {
        await go(page, '/history');
        await page.getByRole('button', { name: en.history.field.detector }).click();
        await page.getByRole('menu').waitFor();
      },
    ],
    [
      'the palette',
      async () => {
        await page.keyboard.press('Control+k');
        await page.getByRole('dialog').waitFor();
      },
    ],
    [
      'the dialog that opens sessions',
      async () => {
        await go(page, '/sessions');
        await page.getByRole('heading', { name: en.sessions.emptyTitle }).waitFor();
        await page.keyboard.press('c');
        await page.getByRole('dialog').waitFor();
      },
    ],
  ];

  test.each(openings)('%s', async (_, open) => {
    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 860 });
      await open();
      expect(await accessibilityViolations(page), `${width} px`).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await go(page, '/settings');
    }
  });

  test('a screen that is opened by keys has the focus: Tab goes on in it', async () => {
    await go(page, '/experiments');
    await page.getByRole('button', { name: en.experiments.run, exact: true }).first().focus();
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.getByRole('searchbox').waitFor();
    const main = page.getByRole('main');
    await expect.poll(() => main.and(page.locator(':focus')).count()).toBe(1);
    await page.keyboard.press('Tab');
    expect(await main.locator(':focus').count()).toBe(1);
  });

  test('a cell says what it shows, and of what', async () => {
    await go(page, `/latency/${runs[0]}`);
    const cell = page.getByRole('button', { name: /^eof, fin: [\d.]+\sms\s?; predicted / });
    await cell.first().waitFor();
    expect(hosted.oddities).toEqual([]);
  });
});
