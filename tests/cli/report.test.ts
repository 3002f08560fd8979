import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dead, ended, host, linked, started, struck, trialEnded } from '../model/run-events.ts';
import { halfopen } from './command-line.ts';
import { loadPreset } from '#host/presets.ts';
import { experimentResultSchema } from '#contract/data/result.ts';
import { summarize } from '#model/result/summarize.ts';
import { openHistory } from '#recorder';

const { plan } = loadPreset('quick');
const events = [
  started(plan),
  linked(0, 100),
  struck(plan, 0, 2000),
  trialEnded(0, 2005, { outcome: 'detected', verdictAtMs: 2005 }),
  ended(8000),
];
const id = 'abc123';
const result = summarize(
  events.map((event) => ({ ...event, run: id })),
  id,
);

let folder = '';
let db = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfopen-report-'));
  db = join(folder, 'history.db');
  const history = openHistory(db);
  history.importExperiment(result, []);
  history.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('halfopen report', () => {
  it('prints the saved result as JSON that keeps the contract', async () => {
    const { exitCode, out, err } = await halfopen(['report', id, '--format', 'json', '--db', db]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(experimentResultSchema.parse(JSON.parse(out))).toEqual(result);
    expect(result.cells[0]?.trials[0]).toMatchObject({ verdict: dead, detectionMs: 5 });
  });

  it('finds an experiment by the beginning of its id', async () => {
    const { exitCode, out } = await halfopen(['report', 'abc', '--format', 'csv', '--db', db]);
    expect(exitCode).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(result.cells.length);
  });

  it.each([
    ['html', 'en', '<html lang="en"'],
    ['html', 'zh', '<html lang="zh'],
    ['md', 'en', '# '],
  ])('writes %s in %s to a file', async (format, lang, part) => {
    const file = join(folder, `report-${lang}.${format}`);
    const { exitCode, out } = await halfopen([
      'report',
      id,
      '--format',
      format,
      '--lang',
      lang,
      '--db',
      db,
      '-o',
      file,
    ]);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
    expect(readFileSync(file, 'utf8')).toContain(part);
    expect(readFileSync(file, 'utf8')).toContain(host.kernel);
  });

  it('speaks the language of the system unless told otherwise', async () => {
    const { out } = await halfopen(['report', id, '--db', db], { env: { LC_ALL: 'zh_CN.UTF-8' } });
    expect(out).toContain('<html lang="zh');
  });

  it('ends with 2 when there is no such experiment, or nowhere to write', async () => {
    expect(await halfopen(['report', 'fff', '--db', db])).toMatchObject({ exitCode: 2, out: '' });
    const nowhere = await halfopen(['report', id, '--db', db, '-o', join(folder, 'no', 'where.html')]);
    expect(nowhere.exitCode).toBe(2);
    expect(nowhere.err).toMatch(/where\.html does not exist, or its folder does not\n {2}error: {3}ENOENT\n$/);
  });
});
