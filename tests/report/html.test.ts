import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { classicResult } from './fixture.ts';
import { hostileNames, hostileResult, unprintable } from './hostile.ts';
import { renderReport } from '#report';

const pages = { en: renderReport(classicResult(), 'html', 'en'), zh: renderReport(classicResult(), 'html', 'zh') };

/** Start tags, end tags and text, in order; the style sheet and the doctype left out. */
function tokensOf(page: string): readonly string[] {
  const body = page.replace(/<!doctype html>/, '').replace(/<style>[\s\S]*?<\/style>/, '');
  return body.match(/<[^>]*>|[^<]+/g) ?? [];
}

const tagName = (tag: string): string => /^<\/?([a-z0-9]+)/i.exec(tag)?.[1] ?? '?';
const attributesOf = (page: string, name: string): readonly string[] =>
  [...page.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);

const empty = new Set(['meta']);

/** Every tag that is opened is closed, in order. */
function unbalanced(page: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const token of tokensOf(page)) {
    if (!token.startsWith('<') || token.endsWith('/>') || empty.has(tagName(token))) continue;
    if (!token.startsWith('</')) open.push(tagName(token));
    else if (open.pop() !== tagName(token)) wrong.push(token);
  }
  return [...wrong, ...open];
}

describe.each(['en', 'zh'] as const)('the HTML report in %s', (language) => {
  const page = pages[language];

  it('is well formed', () => {
    expect(unbalanced(page)).toEqual([]);
    expect(page.startsWith('<!doctype html>')).toBe(true);
  });

  it('holds 600 trials in less than a megabyte', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  });

  it('runs nothing and fetches nothing', () => {
    const tags = new Set(
      tokensOf(page)
        .filter((token) => token.startsWith('<'))
        .map(tagName),
    );
    for (const active of ['script', 'iframe', 'object', 'embed', 'img', 'link', 'form', 'base', 'foreignObject'])
      expect(tags).not.toContain(active);
    expect(attributesOf(page, 'href').filter((target) => !target.startsWith('#'))).toEqual([]);
    expect(page).not.toMatch(/\bsrc=|url\(|@import|\son[a-z]+=/);
  });

  it('allows only its own style sheet, by hash', () => {
    const sheet = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(sheet).digest('base64');
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(policy).not.toContain('unsafe');
    expect(attributesOf(page, 'style')).toEqual([]);
  });

  it('has every anchor and symbol that it points to, once', () => {
    const ids = attributesOf(page, 'id');
    expect(new Set(ids).size).toBe(ids.length);
    for (const target of new Set(attributesOf(page, 'href'))) expect(ids).toContain(target.slice(1));
  });

  it('names every table, heading cell and plot', () => {
    const heads = page.match(/<th\b[^>]*>/g) ?? [];
    expect(heads.length).toBeGreaterThan(100);
    expect(heads.filter((head) => !head.includes('scope='))).toEqual([]);
    const images = page.match(/<svg[^>]*role="img"[^>]*>(?!<title)/g) ?? [];
    expect(images).toEqual([]);
    const hidden = page.match(/<svg(?![^>]*(role="img"|aria-hidden|overflow="visible"))[^>]*>/g) ?? [];
    expect(hidden).toEqual([]);
    const tables = page.split('<table').length - 1;
    const named =
      (page.match(/aria-label="[^"]+"><table/g) ?? []).length +
      (page.match(/<table class="strips"><caption>/g) ?? []).length;
    expect(named).toBe(tables);
  });

  it('shows no number that is none', () => {
    expect(page.replace(/<style>[\s\S]*<\/style>/, '')).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  it('says its language', () => {
    expect(page).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`);
  });

  it('never gives a censored trial a number', () => {
    const rows = /<section id="all">[\s\S]*<\/section>/.exec(page)?.[0].match(/<tr>.*<\/tr>/g) ?? [];
    const word = language === 'zh' ? '无判定' : 'no verdict';
    const censored = rows.filter((row) => row.includes(`<td>${word}</td>`));
    expect(censored.length).toBeGreaterThan(50);
    expect(censored.filter((row) => !row.includes('&gt;\u00a020\u00a0s'))).toEqual([]);
  });
});

it('twenty thousand trials stay a page that opens: plots in full, numbers left to CSV', () => {
  const many = classicResult(100);
  const page = renderReport(many, 'html', 'en');
  const verdicts = many.cells.flatMap(({ trials }) => trials).filter(({ detectionMs }) => detectionMs !== null).length;
  expect(unbalanced(page)).toEqual([]);
  expect(page).toContain('19,800 trials are too many for a table here');
  expect(page.match(/<use href="#(dot|triangle)" x="[\d.]+%"/g)).toHaveLength(verdicts);
  expect(Buffer.byteLength(page)).toBeLessThan(5_000_000);
});

it('where the phase of the fault decides, it refers to the predictions of the trials', () => {
  const whole = classicResult();
  const undecided = { kind: 'unpredicted', rule: 'phase-decides', formula: 'f', source: 's' } as const;
  const cells = whole.cells.slice(0, 1).map((cell) => ({ ...cell, prediction: undecided }));
  const silent = cells.map((cell) => ({
    ...cell,
    trials: cell.trials.map((trial) => ({ ...trial, predicted: undecided })),
  }));
  expect(renderReport({ ...whole, cells }, 'html', 'en')).toContain('<small>per trial</small>');
  expect(renderReport({ ...whole, cells: silent }, 'html', 'en')).toContain('<small>no prediction</small>');
});

describe('an experiment that was cut short', () => {
  const whole = classicResult();
  const cancelled = {
    ...whole,
    status: 'cancelled' as const,
    figures: null,
    cells: whole.cells.map((cell, index) => (index < 20 ? cell : { ...cell, trials: [] })),
  };

  it.each(['en', 'zh'] as const)('says so at the top, and leaves blank what is missing, in %s', (language) => {
    const page = renderReport(cancelled, 'html', language);
    expect(unbalanced(page)).toEqual([]);
    expect(page).toMatch(language === 'en' ? /Cancelled: 59 of 594 trials were run/ : /计划 594 次试验，有效 59 次/);
    expect(page.split(language === 'en' ? 'not run' : '未执行').length - 1).toBeGreaterThan(178);
  });

  it.each(['html', 'md', 'csv', 'json'] as const)('stands up as %s even without a single trial', (format) => {
    const text = renderReport({ ...cancelled, cells: [], expectations: [] }, format, 'en');
    if (format === 'html') expect(unbalanced(text)).toEqual([]);
    expect(text.length).toBeGreaterThan(100);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('names from files', () => {
  it.each(hostileNames)('stay text in HTML: %j', (name) => {
    const page = renderReport(hostileResult(name), 'html', 'en');
    expect(unbalanced(page)).toEqual([]);
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(unprintable);
    expect(
      tokensOf(page).filter((token) => /^<\w/.test(token) && /\son\w+=/.test(token.replace(/"[^"]*"/g, '""'))),
    ).toEqual([]);
  });
});

/** Relative luminance and contrast, WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe('its colours', () => {
  const schemes = [...pages.en.matchAll(/--paper:[^}]*/g)].map(([block]) =>
    Object.fromEntries([...block.matchAll(/--([a-z]+):(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value])),
  );

  it('come in a light and a dark scheme', () => {
    expect(schemes).toHaveLength(2);
  });

  it.each([0, 1])('keep WCAG AA in scheme %i', (index) => {
    const scheme = schemes[index] ?? {};
    const pairs = ['paper', 'never', 'alarm', 'code'].flatMap((ground) =>
      ['ink', 'mute', 'pen'].map((text) => ({
        text,
        ground,
        ratio: contrast(scheme[text] ?? '', scheme[ground] ?? ''),
      })),
    );
    expect(pairs.filter(({ ratio }) => !(ratio >= 4.5))).toEqual([]);
    expect(contrast(scheme['span'] ?? '', scheme['paper'] ?? '')).toBeGreaterThan(3);
    expect(contrast(scheme['ink'] ?? '', scheme['band'] ?? '')).toBeGreaterThan(4.5);
  });
});
