/** What is on a screen is on the screen: at every width, in both languages and themes. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { requires } from '../precondition.ts';
import { chromiumPath, closeAll, go, openInBrowser, screenshot } from './window.ts';
import type { HostedView } from './window.ts';
import type { Page } from 'playwright-core';
import { en } from '../../renderer/view/words/en/index.ts';
import { zh } from '../../renderer/view/words/zh/index.ts';

const chromium = requires('Chromium', chromiumPath !== undefined);
const patience = { timeout: 60_000 };
const widths = [1600, 1280, 900, 720, 400];

/** All kinds of detectors and faults that `classic` has, as quickly as may be: as wide as a matrix gets. */
const wide = `
name: wide
version: 1
deadline: 1s
repeats: 1
traffic: [idle]
detectors:
  - { kind: eof }
  - { kind: keepalive, idle: 1s, interval: 1s, count: 3, userTimeout: 3s }
  - { kind: dedicated-heartbeat, idle: 100ms, interval: 100ms, tries: 3 }
faults:
  - { kind: fin }
  - { kind: half-close }
  - { kind: rst }
  - { kind: kill }
  - { kind: freeze }
  - { kind: blackhole }
  - { kind: reboot, down: 200ms }
  - { kind: outage, duration: 150ms }
  - { kind: slow-pong, delay: 10s }
`;

chromium.describe('a screen', () => {
  let hosted: HostedView;
  let page: Page;
  let places: readonly string[];
  beforeAll(async () => {
    hosted = await openInBrowser();
    ({ page } = hosted);
    const runs: string[] = [];
    for (const attempt of ['first', 'second']) {
      await go(page, '/experiments');
      await page.getByRole('heading', { name: 'quick', exact: true }).waitFor(patience);
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: `${attempt}.yaml`, mimeType: 'text/yaml', buffer: Buffer.from(wide) });
      await vi.waitFor(
        async () => expect(await page.getByLabel(en.experiments.name, { exact: true }).inputValue()).toBe('wide'),
        patience,
      );
      await page.getByRole('button', { name: en.experiments.start, exact: true }).click();
      await page.getByText(en.experiments.status.complete, { exact: true }).waitFor(patience);
      runs.push(/run\/(\w+)/.exec(page.url())?.[1] ?? '');
      await go(page, '/settings');
    }
    await go(page, '/sessions');
    await page.getByRole('button', { name: en.sessions.tryIt }).click();
    await page.getByText(en.sessions.ifDied).waitFor(patience);
    const session = /#(\/sessions\/\d+)/.exec(page.url())?.[1] ?? '';
    places = [
      '/experiments',
      '/sessions',
      '/latency/playground',
      '/history',
      '/settings',
      session,
      `/experiments/run/${runs[0]}`,
      `/latency/${runs[0]}`,
      `/history/compare/${runs.join('/')}`,
    ];
  }, 150_000);
  afterAll(closeAll);

  const looks = [
    ['English, light', en, 'English', en.settings.light],
    ['Chinese, dark', zh, '中文', zh.settings.dark],
  ] as const;
  test.each(looks)('is no wider than the window at any width: %s', async (look, words, language, theme) => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await go(page, '/settings');
    await page.getByRole('button', { name: language, exact: true }).click();
    await page.getByRole('button', { name: theme, exact: true }).click();
    await page.getByRole('heading', { name: words.settings.title }).waitFor();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 860 });
      for (const place of places) {
        await go(page, place);
        await page.locator('h1, h2').first().waitFor();
        await page.waitForLoadState('networkidle');
        await screenshot(page, `fits-${look.replace(', ', '-')}-${width}${place.slice(0, 16).replaceAll('/', '-')}`);
        const { content, room } = await page.getByRole('main').evaluate((element) => {
          const { scrollWidth, clientWidth } = element as unknown as Record<'scrollWidth' | 'clientWidth', number>;
          return { content: scrollWidth, room: clientWidth };
        });
        expect(content, `${place} at ${width} px`).toBe(room);
      }
    }
  });

  test('shows every column of the matrix, and the verdict of a session, in a window of 1280 px', async () => {
    await page.setViewportSize({ width: 1280, height: 860 });
    for (const place of places.slice(-3, -1)) {
      await go(page, place);
      const column = page.getByRole('columnheader', { name: /slow-pong/ });
      await column.waitFor();
      expect(await rightOf(column), place).toBeLessThanOrEqual(1280);
    }
    await go(page, '/sessions');
    const verdict = page.getByRole('columnheader', { name: zh.sessions.columns.verdict });
    await verdict.waitFor();
    expect(await rightOf(verdict)).toBeLessThanOrEqual(1280);
  });

  test('keeps the head and the first column of a table in sight, and shows where there is more', async () => {
    await page.setViewportSize({ width: 720, height: 420 });
    await go(page, places.at(-3) ?? '');
    const table = page.getByRole('table').first();
    const [head, name, last] = [
      table.getByRole('columnheader').nth(1),
      table.getByRole('rowheader').last(),
      table.getByRole('button').last(),
    ];
    await name.waitFor();
    const { x } = (await name.boundingBox()) ?? { x: NaN };
    const frame = page.locator('[data-after]');
    expect(await frame.count()).toBe(1);
    await last.focus();
    await expect.poll(async () => (await name.boundingBox())?.x).toBeCloseTo(x, 0);
    await expect.poll(() => page.locator('[data-before]').count()).toBe(1);
    expect((await head.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    const [box, first] = [await last.boundingBox(), await name.boundingBox()];
    expect(box?.x).toBeGreaterThanOrEqual((first?.x ?? 0) + (first?.width ?? Infinity) - 1);
  });

  test('has the button of a long dialog in sight', async () => {
    for (const [width, height] of [
      [1280, 720],
      [400, 700],
    ] as const) {
      await page.setViewportSize({ width, height });
      await go(page, '/sessions');
      await page.getByRole('button', { name: zh.sessions.connect, exact: true }).click();
      const open = page.getByRole('dialog').getByRole('button', { name: zh.sessions.open, exact: true });
      await open.waitFor();
      const box = await open.boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    expect(hosted.oddities).toEqual([]);
  });
});

async function rightOf(element: ReturnType<Page['locator']>): Promise<number> {
  const box = await element.boundingBox();
  return box === null ? Infinity : box.x + box.width;
}
