import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Client, GivenOf } from '#contract/wire/host.ts';
import { createHost } from '#host';
import { openHistory, readHistory } from '#recorder';
import type { History } from '#recorder';
import { ageDeleted, hold } from '../recorder/hold.ts';
import { story as sessionEvents } from '../model/live-story.ts';
import { ended, finished, plan, started } from '../recorder/story.ts';
import { everything, failureOf, openRig, temporaryFolder, view } from './rig.ts';

function record(history: History, id: string, name = 'story'): void {
  const start = { ...started(id), plan: { ...plan, name, repeats: 2 } };
  history.addEvents(id, [start, ended(id, 0, 10), ended(id, 1, 12), finished(id)]);
  history.conclude(id);
}

/** A history with experiments in it, as an earlier program left it. */
function historyWith(...ids: readonly string[]): string {
  const path = join(temporaryFolder(), 'history.db');
  const history = openHistory(path);
  for (const id of ids) record(history, id);
  history.close();
  return path;
}

const shown = async (client: Client, query: Partial<GivenOf<'history.page'>> = {}): Promise<readonly string[]> =>
  (await client.call('history.page', { ...everything, ...query })).entries.map(({ id }) => id);

const text = ({ base64 }: { readonly base64: string }): string => Buffer.from(base64, 'base64').toString();

test('what a person adds is kept, found and filtered by', async () => {
  const { client } = await openRig({ historyPath: historyWith('a', 'b', 'c') });
  await client.call('history.change', { ids: ['a', 'b'], change: { addTags: ['wifi'], starred: true } });
  await client.call('history.change', {
    ids: ['b'],
    change: { note: 'In the train', name: 'Evening', removeTags: ['wifi'] },
  });
  expect(await shown(client, { text: 'TRAIN' })).toEqual(['b']);
  expect(await shown(client, { text: 'even' })).toEqual(['b']);
  expect(await shown(client, { filters: [{ field: 'tag', values: ['wifi'], not: false }] })).toEqual(['a']);
  expect(await shown(client, { filters: [{ field: 'starred', values: ['yes'], not: true }] })).toEqual(['c']);
  expect(await client.call('history.get', { id: 'b' })).toMatchObject({ name: 'Evening' });
  const unknown = client.call('history.change', { ids: ['a', 'zz'], change: { note: 'x' } });
  expect(await failureOf(unknown)).toMatchObject({ code: 'experiment-not-found', given: 'zz' });
  expect((await client.call('history.page', everything)).entries.map(({ note }) => note)).toEqual([
    '',
    'In the train',
    '',
  ]);
});

test('what is deleted is gone at once, comes back when it is wanted, and is forgotten by a later start', async () => {
  const historyPath = historyWith('a', 'b');
  const first = await openRig({ historyPath });
  await first.client.call('history.delete', { ids: ['a', 'b'] });
  expect(await shown(first.client)).toEqual([]);
  expect(await failureOf(first.client.call('history.get', { id: 'a' }))).toMatchObject({
    code: 'experiment-not-found',
  });
  await first.client.call('history.restore', { ids: ['b'] });
  expect(await shown(first.client)).toEqual(['b']);
  await first.opened.close();
  const second = await openRig({ historyPath });
  await second.client.call('history.restore', { ids: ['a'] });
  await second.client.call('history.delete', { ids: ['a'] });
  await second.opened.close();
  ageDeleted(historyPath, 61_000);
  const third = await openRig({ historyPath });
  const other = readHistory(historyPath);
  await expect.poll(() => other.has('a')).toBe(false);
  other.close();
  const gone = third.client.call('history.restore', { ids: ['a'] });
  expect(await failureOf(gone)).toMatchObject({ code: 'experiment-not-found', given: 'a' });
  expect(await shown(third.client)).toEqual(['b']);
});

test('every change is told, the first at once: our own, and those of other programs', async () => {
  const historyPath = historyWith('a');
  const { client, opened } = await openRig({ historyPath });
  const other = openHistory(historyPath);
  onTestFinished(() => other.close());
  const revisions: number[] = [];
  for await (const { revision } of client.feed('history.changes', null)) {
    revisions.push(revision);
    if (revisions.length === 1) void client.call('history.change', { ids: ['a'], change: { starred: true } });
    else if (revisions.length === 2) other.change(['a'], { note: 'elsewhere' });
    else if (revisions.length === 3) break;
  }
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  const closing = (async () => {
    const seen: number[] = [];
    for await (const { revision } of client.feed('history.changes', null)) {
      seen.push(revision);
      void opened.close();
    }
    return seen.length;
  })();
  expect(await closing).toBe(1);
});

describe('an export', () => {
  const formats = ['html', 'csv', 'json', 'md', 'bundle'] as const;

  test('is a file with a name that tells, safe on every system', async () => {
    const historyPath = join(temporaryFolder(), 'history.db');
    const history = openHistory(historyPath);
    record(history, 'a', '../..\\ <evil> "name": 心跳?');
    history.close();
    const { client } = await openRig({ historyPath });
    const files = await Promise.all(
      formats.map((format) => client.call('history.export', { id: 'a', format, language: 'zh' })),
    );
    expect(files.map(({ name, mime }) => [name, mime])).toEqual([
      ['2026-11-20--evil-name-心跳--a.html', 'text/html'],
      ['2026-11-20--evil-name-心跳--a.csv', 'text/csv'],
      ['2026-11-20--evil-name-心跳--a.json', 'application/json'],
      ['2026-11-20--evil-name-心跳--a.md', 'text/markdown'],
      ['2026-11-20--evil-name-心跳--a.halfopen', 'application/json'],
    ]);
    const [html, csv, json] = files.map(text);
    expect(html).toContain('<html lang="zh');
    expect(csv?.split('\n').length).toBeGreaterThan(2);
    expect(JSON.parse(json ?? '')).toMatchObject({ schema: 'halfopen.experiment/1', id: 'a' });
  });

  test('as PDF is printed by whoever can, and refused with the way round it where nobody can', async () => {
    const historyPath = historyWith('a');
    const wanted = { id: 'a', format: 'pdf', language: 'en' } as const;
    const without = await openRig({ historyPath });
    expect(await failureOf(without.client.call('history.export', wanted))).toMatchObject({
      code: 'no-pdf',
      hint: expect.stringContaining('print it'),
    });
    const printing = await openRig({
      historyPath,
      pdf: (html) => Promise.resolve(Buffer.from(`%PDF ${html.length > 1000}`)),
    });
    const file = await printing.client.call('history.export', wanted);
    expect([file.name, file.mime, text(file)]).toEqual(['2026-11-20-story-a.pdf', 'application/pdf', '%PDF true']);
    const jammed = await openRig({ historyPath, pdf: () => Promise.reject(new Error('no paper')) });
    expect(await failureOf(jammed.client.call('history.export', wanted))).toMatchObject({
      code: 'pdf-failed',
      message: expect.stringContaining('no paper'),
    });
  });
});

describe('an import', () => {
  const takeIn = (client: Client, contents: string) =>
    client.call('history.import', { name: 'x.json', text: contents });

  test('takes in what an export wrote, and a bare result', async () => {
    const here = await openRig({ historyPath: historyWith('a', 'b') });
    const there = await openRig();
    await here.client.call('history.change', { ids: ['a'], change: { note: 'mine', addTags: ['wifi'] } });
    const bundle = text(await here.client.call('history.export', { id: 'a', format: 'bundle', language: 'en' }));
    const json = text(await here.client.call('history.export', { id: 'b', format: 'json', language: 'en' }));
    expect(await takeIn(there.client, bundle)).toEqual({ ids: ['a'], alreadyThere: 0 });
    expect(await takeIn(there.client, json)).toEqual({ ids: ['b'], alreadyThere: 0 });
    expect(await takeIn(there.client, bundle)).toEqual({ ids: [], alreadyThere: 1 });
    expect((await there.client.call('history.page', everything)).entries).toMatchObject([
      { id: 'b', trials: 2 },
      { id: 'a', trials: 2, note: 'mine', tags: ['wifi'] },
    ]);
    for (const id of ['a', 'b'])
      expect(await there.client.call('history.get', { id })).toEqual(await here.client.call('history.get', { id }));
    expect(await there.client.call('trial.events', { run: 'a', trial: 1 })).toHaveLength(1);
  });

  test('of rescued live sessions tells their numbers', async () => {
    const there = await openRig();
    const story = sessionEvents.map((event) => JSON.stringify(event)).join('\n');
    const end = JSON.stringify({ ...sessionEvents.at(-1), session: 7 });
    expect(await takeIn(there.client, `${story}\n${end}\n`)).toEqual({
      ids: [],
      alreadyThere: 0,
      sessions: { imported: [1], alreadyThere: [], incomplete: [7] },
    });
    expect(await there.client.call('session.past', { text: '', offset: 0, limit: 10 })).toMatchObject({
      total: 1,
      rows: [{ session: 1, state: 'dead', verdict: { kind: 'dead' } }],
    });
  });

  test('of something else, or of half a file, says what to do and takes nothing', async () => {
    const here = await openRig({ historyPath: historyWith('a') });
    const there = await openRig();
    const bundle = text(await here.client.call('history.export', { id: 'a', format: 'bundle', language: 'en' }));
    const twice = JSON.parse(bundle) as { experiments: object[] };
    const halfRight = { ...twice, experiments: [...twice.experiments, { result: { id: 'broken' }, events: [] }] };
    const cases = [
      ['', 'import-invalid'],
      ['no JSON', 'import-invalid'],
      [bundle.slice(0, -20), 'import-invalid'],
      ['{"schema":"halfopen.export/1"}', 'import-invalid'],
      [JSON.stringify(halfRight), 'import-invalid'],
      [bundle.replace('halfopen.export/1', 'halfopen.export/9'), 'import-from-the-future'],
      [bundle.replaceAll('halfopen.experiment/1', 'halfopen.experiment/2'), 'import-from-the-future'],
    ] as const;
    for (const [contents, code] of cases)
      expect(await failureOf(takeIn(there.client, contents))).toMatchObject({
        code,
        fault: 'input',
        hint: expect.stringMatching(/^Nothing was imported\. (Check|Update)/),
      });
    expect(await shown(there.client)).toEqual([]);
  });

  test('with events of a later Halfopen shows those that are understood', async () => {
    const here = await openRig({ historyPath: historyWith('a') });
    const there = await openRig();
    const bundle = text(await here.client.call('history.export', { id: 'a', format: 'bundle', language: 'en' }));
    const later = bundle.replace('"events":[', '"events":[{"run":"a","at":1,"type":"dreamt","trial":1},');
    await takeIn(there.client, later);
    expect(await there.client.call('trial.events', { run: 'a', trial: 1 })).toMatchObject([
      { event: { type: 'trial-ended' } },
    ]);
  });
});

test('preferences are remembered', async () => {
  const { client, opened, historyPath } = await openRig();
  const first = { language: 'system', theme: 'system', keepDays: null };
  expect(await client.call('preferences.get', null)).toEqual(first);
  const chosen = { ...first, theme: 'dark', keepDays: 30 };
  expect(await client.call('preferences.set', { theme: 'dark', keepDays: 30 })).toEqual(chosen);
  expect(await client.call('preferences.set', {})).toEqual(chosen);
  expect(await failureOf(client.call('preferences.set', { keepDays: 0 }))).toMatchObject({ code: 'bad-input' });
  await opened.close();
  const again = await openRig({ historyPath });
  expect(await again.client.call('preferences.get', null)).toEqual(chosen);
});

describe('a history in trouble', () => {
  test('that another program holds is said as data', async () => {
    const historyPath = historyWith('a');
    const { client } = await openRig({ historyPath });
    const release = hold(historyPath);
    expect(await shown(client)).toEqual(['a']);
    const change = client.call('history.change', { ids: ['a'], change: { starred: true } });
    expect(await failureOf(change)).toMatchObject({ code: 'history-locked', fault: 'machine', errno: 'SQLITE_BUSY' });
    release();
    await client.call('history.change', { ids: ['a'], change: { starred: true } });
  });

  test('that is none is said before there is a host', async () => {
    const historyPath = join(temporaryFolder(), 'history.db');
    writeFileSync(historyPath, 'this is a letter, not a database, and long enough to be one: '.repeat(100));
    const open = () => createHost({ historyPath, log: () => {} });
    await expect(open()).rejects.toEqual(
      expect.objectContaining({ detail: expect.objectContaining({ code: 'not-a-history' }) }),
    );
  });
});

test('two views of one host see the same', async () => {
  const { client, opened } = await openRig({ historyPath: historyWith('a') });
  await client.call('history.delete', { ids: ['a'] });
  expect(await shown(view(opened))).toEqual([]);
});
