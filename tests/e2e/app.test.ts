/** The app as a person uses it: a real Chromium on a real host with real sockets. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { requires } from '../precondition.ts';
import {
  accessibilityViolations,
  chromiumPath,
  closeAll,
  electronRuntime,
  ensureBundles,
  go,
  openInBrowser,
  openOnElectron,
  openOnStandIn,
  screenshot,
} from './window.ts';
import type { OpenView } from './window.ts';
import type { Page } from 'playwright-core';
import { cableCut } from '#model/faults/index.ts';
import { faultOrder } from '#report/text/kinds.ts';
import { kindsEn } from '#report/words/kinds-en.ts';
import { en } from '../../renderer/view/words/en/index.ts';
import { zh } from '../../renderer/view/words/zh/index.ts';

const chromium = requires('Chromium', chromiumPath !== undefined);
beforeAll(ensureBundles, 120_000);
afterEach(closeAll);

chromium.describe('in a browser', () => theApp(openInBrowser));
chromium.describe('in a window of the stand-in', () => theApp(openOnStandIn));
requires("Electron's runtime and a display", electronRuntime !== null).describe('in a window of Electron', () =>
  theApp(openOnElectron),
);

/** A whole experiment: 16 trials and a few seconds. */
const quickIn = (page: Page) =>
  page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'quick', exact: true }) })
    .getByRole('button', { name: en.experiments.run, exact: true });
const patience = { timeout: 60_000 };

function theApp(open: OpenView): void {
  describe('an experiment', () => {
    test('runs from one button to its report', async () => {
      const { page, oddities } = await open();
      await page.getByRole('button', { name: en.experiments.runDefault }).waitFor();
      await screenshot(page, 'first-start');
      await quickIn(page).click();
      await page.getByRole('progressbar').waitFor();
      await page.getByText(en.experiments.status.complete, { exact: true }).waitFor(patience);
      expect(await page.getByText(en.experiments.progress(16, 16)).count()).toBe(1);
      await page.getByRole('cell').getByRole('button').nth(1).click();
      await page.getByRole('complementary').waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: en.experiments.report }).click(),
      ]);
      const report = readFileSync(await download.path(), 'utf8');
      expect(download.suggestedFilename()).toMatch(/quick.*\.html$/);
      expect(report).toContain('<html');
      expect(report).toContain('Halfopen');
      expect(oddities).toEqual([]);
    });

    test('shows the same truth after a reload in mid-run, and keeps what was measured when cancelled', async () => {
      const { page, oddities } = await open();
      await quickIn(page).click();
      await page.getByRole('button', { name: en.experiments.cancel }).waitFor();
      await vi.waitFor(
        async () =>
          expect(Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeGreaterThan(2),
        20_000,
      );
      const before = Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));
      const address = page.url();
      await page.reload();
      await page.getByRole('progressbar').waitFor();
      expect(page.url()).toBe(address);
      await vi.waitFor(async () =>
        expect(Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(
          before,
        ),
      );
      await page.getByRole('button', { name: en.experiments.cancel }).click();
      await page.getByText(en.experiments.status.cancelled, { exact: true }).waitFor(patience);
      expect(Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(before);
      expect(oddities).toEqual([]);
    });

    test('is put together by hand; what cannot be run says why beside the field', async () => {
      const { page, oddities } = await open();
      const repeats = page.getByLabel(en.experiments.repeats);
      await repeats.fill('0');
      const problem = page
        .getByRole('complementary', { name: en.experiments.summary })
        .locator('code', { hasText: 'repeats' });
      await problem.waitFor();
      await repeats.fill('1');
      await problem.waitFor({ state: 'detached' });
      await page
        .locator('fieldset', { hasText: en.experiments.faults })
        .getByRole('button', { name: 'rst', exact: true })
        .click();
      await page.getByRole('button', { name: en.experiments.start, exact: true }).click();
      await page.getByRole('progressbar').waitFor();
      expect(oddities).toEqual([]);
    });

    test('comes from a file; one that is none changes nothing and says every problem', async () => {
      const { page } = await open();
      // Only a host that has answered can say what is wrong with a file.
      await page.getByRole('heading', { name: 'quick', exact: true }).waitFor();
      const files = page.locator('input[type=file]');
      const name = page.getByLabel(en.experiments.name, { exact: true });
      await files.setInputFiles({
        name: 'bad.yaml',
        mimeType: 'text/yaml',
        buffer: Buffer.from('version: 1\ndetectors: [{ kind: keepaliv }]\n'),
      });
      await page.getByRole('region', { name: en.frame.notices }).getByText('keepaliv').first().waitFor();
      expect(await name.inputValue()).toBe('my experiment');
      const good = 'version: 1\nname: from a file\ndeadline: 2s\ndetectors: [{ kind: eof }]\nfaults: [{ kind: rst }]\n';
      await files.setInputFiles({ name: 'good.yaml', mimeType: 'text/yaml', buffer: Buffer.from(good) });
      await vi.waitFor(async () => expect(await name.inputValue()).toBe('from a file'));
    });
  });

  describe('a live session', () => {
    test('is opened, broken and noticed inside its predicted interval', async () => {
      const { page, oddities } = await open();
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      await page.getByRole('button', { name: en.sessions.tryIt }).click();
      await page.getByText(en.sessions.ifDied).waitFor(patience);
      await page.getByRole('region', { name: en.sessions.forecast }).getByText('ESTABLISHED').waitFor(patience);
      await screenshot(page, 'session-alive');
      await page.getByRole('button', { name: faultOrder(cableCut, kindsEn) }).click();
      const stopwatch = page.getByRole('region', { name: en.sessions.stopwatch });
      await stopwatch.waitFor();
      await page.getByText(en.sessions.inside).waitFor(patience);
      expect(await stopwatch.textContent()).toContain('ETIMEDOUT');
      await screenshot(page, 'session-dead');
      await page.getByRole('link', { name: en.sessions.back }).click();
      await page.getByRole('row').filter({ hasText: 'heartbeat 1s/1s/3' }).waitFor();
      expect(oddities).toEqual([]);
    });
  });

  describe('the playground', () => {
    const figure = (page: Page, detector: string, name: string) =>
      page
        .getByRole('region', { name: detector, exact: true })
        .locator('dt', { hasText: new RegExp(`^${name}$`) })
        .locator('xpath=following-sibling::dd');

    test('replays an example, a file and a trial; what changes is replayed anew', async () => {
      const { page, oddities } = await open();
      await page.getByRole('button', { name: en.experiments.runDefault }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('p');
      const mistakes = figure(page, 'receive-deadline', en.playground.mistakes);
      await vi.waitFor(async () => expect(await mistakes.textContent()).toBe('1 '));
      const deadline = page.getByRole('region', { name: 'receive-deadline', exact: true });
      await deadline.getByLabel('slack').fill('9000');
      await vi.waitFor(async () => expect(await mistakes.textContent()).toBe('0 '));
      await deadline.getByLabel('slack').fill('');
      await deadline.getByText(en.experiments.notNumber).waitFor();
      await page.getByRole('button', { name: en.playground.refit }).click();

      await page.getByRole('button', { name: en.playground.source.file }).click();
      const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
      const file = page.locator('input[type=file]');
      await file.setInputFiles(csv('back.csv', 'time_s\n0\n2\n1\n'));
      await page.getByRole('alert').getByText('line 4').waitFor();
      await file.setInputFiles(csv('good.csv', 'time_s,event\n0\n1\n2\n3\n3.5,death\n'));
      await vi.waitFor(async () =>
        expect(await figure(page, 'receive-deadline', en.playground.detection).textContent()).toContain('1.00'),
      );
      expect(await accessibilityViolations(page)).toEqual([]);
      await screenshot(page, 'playground-file');

      await go(page, '/experiments');
      const plan =
        'deadline: 1s\nrepeats: 1\ndetectors: [{ kind: bfd, minTx: 50ms, minRx: 50ms }]\nfaults: [{ kind: freeze }]\n';
      await file.setInputFiles({ name: 'beats.yaml', mimeType: 'text/yaml', buffer: Buffer.from(plan) });
      await vi.waitFor(async () =>
        expect(await page.getByLabel(en.experiments.name, { exact: true }).inputValue()).toBe('beats'),
      );
      await page.getByRole('button', { name: en.experiments.start, exact: true }).click();
      await page.getByText(en.experiments.status.complete, { exact: true }).waitFor(patience);
      await page.getByRole('cell').getByRole('button').first().click();
      await page.getByRole('button', { name: en.experiments.eventsOf(1) }).click();
      await page.getByRole('link', { name: en.playground.replay }).click();
      await page.getByLabel(en.playground.trial).waitFor();
      await vi.waitFor(async () =>
        expect(await figure(page, 'receive-deadline', en.playground.detection).textContent()).toMatch(/\d/),
      );
      expect(oddities).toEqual([]);
    }, 90_000);
  });

  describe('language and keys', () => {
    test('Chinese and dark stay over a reload, and everything is reached by keyboard', async () => {
      const { page, oddities } = await open();
      await page.keyboard.press('g');
      await page.keyboard.press(',');
      await page.getByRole('button', { name: '中文' }).press('Enter');
      await page.getByRole('button', { name: zh.settings.dark }).press('Enter');
      await page.getByRole('heading', { name: zh.settings.title }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: zh.settings.title }).waitFor();
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder(zh.frame.palettePlaceholder).fill(zh.frame.places.history);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: zh.history.emptyTitle }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').getByText(zh.frame.goTo(zh.frame.places.sessions)).waitFor();
      await page.keyboard.press('Escape');
      expect(oddities).toEqual([]);
    });
  });

  describe('the history', () => {
    test('is searched, starred, tagged, compared; what is deleted can be brought back', async () => {
      const { page, oddities } = await open();
      for (const run of [1, 2]) {
        await go(page, '/experiments');
        await quickIn(page).click();
        await page.getByText(en.experiments.status.complete, { exact: true }).waitFor(patience);
        expect(page.url(), `run ${run}`).toContain('/experiments/run/');
      }
      await page.keyboard.press('g');
      await page.keyboard.press('h');
      await page.getByText(en.history.found(2, 2)).waitFor();
      await page
        .getByRole('button', { name: en.history.starOf('quick') })
        .first()
        .click();
      await page.keyboard.press('/');
      await page.keyboard.type('is:starred -fault:slow-pong detector:keepalive');
      await page.getByText(en.history.found(1, 2)).waitFor();
      await page.getByRole('searchbox').fill('');
      await page.getByText(en.history.found(2, 2)).waitFor();
      await page
        .getByRole('button', { name: en.history.actionsOf('quick') })
        .first()
        .click();
      await page.getByRole('menuitem', { name: en.history.edit }).click();
      await page.getByLabel(en.history.tags).fill('nightly');
      await page.getByRole('button', { name: en.history.save }).click();
      await page.getByRole('cell').getByText('nightly').waitFor();
      for (const box of await page.getByRole('checkbox').all()) await box.check();
      await page.getByRole('button', { name: en.history.compare, exact: true }).click();
      await page.getByRole('heading', { name: en.history.compared }).waitFor();
      await screenshot(page, 'compare');
      await page.getByRole('link', { name: en.history.title, exact: true }).last().click();
      await page
        .getByRole('button', { name: en.history.actionsOf('quick') })
        .first()
        .click();
      await page.getByRole('menuitem', { name: en.history.delete }).click();
      await page.getByText(en.history.found(1, 1)).waitFor();
      await page.getByRole('button', { name: en.frame.undo }).click();
      await page.getByText(en.history.found(2, 2)).waitFor();
      expect(oddities).toEqual([]);
    });
  });

  describe('every screen', () => {
    const places = ['/experiments', '/sessions', '/latency', '/latency/playground', '/history', '/settings'] as const;

    test('is accessible, empty and full, in both languages and themes, wide and narrow', async () => {
      const { page, oddities } = await open();
      const visit = async (state: string): Promise<void> => {
        for (const place of places) {
          await go(page, place);
          await page.locator('h1, h2').first().waitFor();
          await page.waitForLoadState('networkidle');
          expect(await accessibilityViolations(page), `${place}, ${state}`).toEqual([]);
          await screenshot(page, `${state}${place.replaceAll('/', '-')}`);
        }
      };
      await visit('empty-en-light');
      await go(page, '/experiments');
      await quickIn(page).click();
      await page.getByText(en.experiments.status.complete, { exact: true }).waitFor(patience);
      await go(page, '/sessions');
      await page.getByRole('button', { name: en.sessions.tryIt }).click();
      await page.getByText(en.sessions.ifDied).waitFor(patience);
      expect(await accessibilityViolations(page), 'session').toEqual([]);
      await visit('full-en-light');
      await go(page, '/settings');
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('button', { name: zh.settings.dark }).click();
      await page.setViewportSize({ width: 720, height: 900 });
      await visit('full-zh-dark-narrow');
      expect(oddities).toEqual([]);
    });
  });
}

chromium.describe('a host that goes', () => {
  test('is said to be gone, and what is on the screen stays', async () => {
    const { page, kill } = await openInBrowser();
    await page.getByRole('button', { name: en.experiments.runDefault }).waitFor();
    kill?.();
    await page.getByText(en.connection.lost.what).waitFor(patience);
    expect(await page.getByRole('button', { name: en.experiments.runDefault }).count()).toBe(1);
  });

  test('and comes back with another token lets the same tab in by its new address, which stays where it was', async () => {
    const { page, kill, restart } = await openInBrowser();
    await go(page, '/settings');
    await page.getByRole('heading', { name: en.settings.title }).waitFor();
    kill?.();
    await page.getByText(en.connection.lost.what).waitFor(patience);
    const address = (await restart?.()) ?? '';
    await page.getByText(en.connection.refused.what).waitFor(patience);
    // In the same tab this changes the fragment, and loads nothing.
    await page.goto(address);
    await page.getByText(en.connection.refused.what).waitFor({ state: 'detached', ...patience });
    await page.getByRole('heading', { name: en.settings.title }).waitFor();
    expect(page.url()).not.toContain('token');
    await go(page, '/history');
    await page.getByRole('heading', { name: en.history.emptyTitle }).waitFor();
  });
});

chromium.describe('a page with the token of another start', () => {
  test('is refused, says so and does not try again', async () => {
    const { page, url } = await openInBrowser();
    const other = await page.context().newPage();
    const asked: string[] = [];
    other.on('websocket', (socket) => asked.push(socket.url()));
    await other.goto(url.replace(/#token=.*/, `#token=${'x'.repeat(43)}`));
    await other.getByText(en.connection.refused.what).waitFor(patience);
    await other.getByText(en.connection.refused.hint).waitFor(patience);
    expect(asked).toHaveLength(1);
  });
});
