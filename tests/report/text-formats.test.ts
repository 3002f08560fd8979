import { describe, expect, it } from 'vitest';
import { classicResult } from './fixture.ts';
import { hostileNames, hostileResult, unprintable } from './hostile.ts';
import { experimentResultSchema } from '#contract/data/result.ts';
import { renderReport } from '#report';

const result = classicResult();

/** RFC 4180 read strictly: quoted fields, doubled quotes, CRLF. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const field = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
    field.lastIndex = at;
    const found = field.exec(text);
    if (found === null) throw new Error(`no field at ${at}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    at = field.lastIndex;
    if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else if (text[at] === ',') at += 1;
    else throw new Error(`neither comma nor CRLF at ${at}`);
  }
  return rows;
}

function records(text: string): readonly Readonly<Record<string, string>>[] {
  const [heads = [], ...rows] = parseCsv(text);
  return rows.map((row) => Object.fromEntries(heads.map((head, index) => [head, row[index] ?? 'missing'])));
}

describe('CSV', () => {
  const rows = records(renderReport(result, 'csv', 'en'));

  it('has one row per trial, each as wide as the head', () => {
    expect(rows).toHaveLength(594);
    expect(rows.flatMap((row) => Object.values(row)).filter((value) => value === 'missing')).toEqual([]);
  });

  it('says where a trial was censored and gives it no time', () => {
    const censored = rows.filter((row) => row['outcome'] === 'undetected');
    expect(censored.length).toBeGreaterThan(0);
    expect(new Set(censored.map((row) => `${row['detection_ms']}|${row['censored_at_ms']}`))).toEqual(
      new Set(['|20000']),
    );
  });

  it('keeps every measured digit', () => {
    const [cell] = result.cells;
    expect(Number(rows[0]?.['detection_ms'])).toBe(cell?.trials[0]?.detectionMs);
  });

  it('is the same in both languages', () => {
    expect(renderReport(result, 'csv', 'zh')).toBe(renderReport(result, 'csv', 'en'));
  });

  it.each(hostileNames)('survives a round trip and starts no formula: %j', (name) => {
    const [first] = records(renderReport(hostileResult(name), 'csv', 'en'));
    expect(first?.['detector_label']?.replace(/^'(?==)/, '')).toBe(name);
    expect(first?.['detector_label']).not.toMatch(/^[=+@-]/);
  });
});

describe('JSON', () => {
  it('is the contract, and reads back to the same result', () => {
    const text = renderReport(result, 'json', 'en');
    expect(experimentResultSchema.parse(JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(result)));
    expect(text).toMatch(/^\{\n {2}"schema": "halfopen\.experiment\/1",\n {2}"id"/);
  });

  it('has its keys in the same order however the result was put together', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, inner]) => [key, reversed(inner)]),
      );
    };
    expect(renderReport(reversed(result) as typeof result, 'json', 'en')).toBe(renderReport(result, 'json', 'en'));
  });

  it('writes an interval without upper bound as null, which reads back as endless', () => {
    const [cell, ...others] = result.cells;
    if (cell === undefined) throw new Error('no cell');
    const prediction = {
      kind: 'interval',
      verdict: 'dead',
      errno: null,
      fromMs: 1,
      toMs: Infinity,
      rule: 'r',
      formula: 'f',
      source: 's',
    } as const;
    const text = renderReport({ ...result, cells: [{ ...cell, prediction }, ...others] }, 'json', 'en');
    expect(experimentResultSchema.parse(JSON.parse(text)).cells[0]?.prediction).toMatchObject({ toMs: Infinity });
  });
});

describe.each(['en', 'zh'] as const)('Markdown in %s', (language) => {
  const text = renderReport(result, 'md', language);

  /** Rows of pipe tables, grouped by table. */
  const tables = (markdown: string): readonly (readonly string[])[] =>
    markdown.split('\n\n').flatMap((block) => (block.startsWith('|') ? [block.split('\n')] : []));

  it('begins with the verdict', () => {
    expect(text.split('\n')[0]).toMatch(language === 'en' ? /^## \d+ of 11 detectors detected/ : /^## 空闲连接遭遇/);
  });

  it('has tables whose rows are all as wide as their heads', () => {
    const widths = (row: string): number => row.replaceAll('\\|', '').split('|').length;
    expect(tables(text).length).toBeGreaterThanOrEqual(4);
    for (const table of tables(text)) expect(new Set(table.map(widths)).size).toBe(1);
  });

  it('lists every miss', () => {
    const misses = result.cells.flatMap((cell) => cell.trials).filter((trial) => trial.withinPrediction === false);
    expect(misses.length).toBeGreaterThan(3);
    expect(tables(text)[2]).toHaveLength(misses.length + 2);
  });

  it.each(hostileNames)('lets no name become markup, a mention or a link: %j', (name) => {
    const outside = renderReport(hostileResult(name), 'md', language).replace(/<details>[\s\S]*$/, '');
    expect(outside).not.toMatch(/(?<!\\)<|(?<!\\)\]\(|@everyone|https?:\/\/|^# /m);
    expect(outside).not.toMatch(unprintable);
  });

  it('cannot be broken out of by a plan name with fences', () => {
    const page = renderReport(hostileResult('```` \n````'), 'md', language);
    const fence = /\n(`{3,})yaml\n/.exec(page)?.[1] ?? '';
    expect(page.split(`\n${fence}\n`)).toHaveLength(2);
    expect(fence.length).toBeGreaterThan(4);
  });
});
