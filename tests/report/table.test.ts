import { describe, expect, it } from 'vitest';
import { classicResult } from './fixture.ts';
import { hostileNames, hostileResult, unprintable } from './hostile.ts';
import { speaksUnicode } from '../../main/cli/run/table-style.ts';
import { renderTable } from '#cli/run/table.ts';
import { displayWidth, wrapped } from '#cli/terminal/text-width.ts';

const result = classicResult();
const at = (columns: number, more: object = {}): readonly string[] =>
  renderTable(result, { columns, color: false, unicode: true, ...more }).split('\n');

const headsOf = (lines: readonly string[]): readonly string[] => lines.filter((line) => /^ {5,}\S/.test(line));
const rowsOf = (lines: readonly string[], label: string): string =>
  lines.filter((line) => line.startsWith(`${label}  `)).join(' ');

describe('the table of a run', () => {
  it.each([60, 80, 120, 200])('is never wider than %i columns', (columns) => {
    for (const lang of ['en', 'zh'] as const)
      for (const unicode of [true, false]) {
        const wide = at(columns, { lang, unicode }).filter((line) => displayWidth(line) > columns);
        expect(wide).toEqual([]);
      }
  });

  it('uses the width there is: one part per traffic when wide, several when narrow', () => {
    expect(headsOf(at(200))).toHaveLength(2);
    expect(headsOf(at(120))).toHaveLength(4);
    expect(headsOf(at(80)).length).toBeLessThanOrEqual(8);
  });

  it('shows every fault under every traffic once', () => {
    for (const columns of [60, 80, 200]) {
      const heads = headsOf(at(columns)).join('  ');
      for (const fault of ['fin', 'blackhole', 'slow-pong 10s']) expect(heads.split(`  ${fault}`)).toHaveLength(3);
    }
  });

  it('says never, survived, false alarm and disagreement in words and marks', () => {
    const lines = at(200);
    expect(rowsOf(lines, 'eof')).toMatch(/never ✓.*survived ✓/);
    expect(rowsOf(lines, 'heartbeat 1s/1s/3')).toMatch(/false alarm \d\.\d\d s ✓/);
    expect(rowsOf(lines, 'keepalive 1s/1s/3')).toMatch(/\d\.\d\d s \(2\.9–4\.2\) ✗/);
    expect(rowsOf(lines, 'oob 1s/3s')).toMatch(/2\/3 \d\.\d\d s \(\d\.\d–\d\.\d\) ✗/);
  });

  it('never gives a censored trial a number', () => {
    expect(rowsOf(at(200), 'write-probe 1s')).toContain('> 20 s (16–20 min) ✓');
  });

  it('ends with agreement, every miss, and the whole time that it took, as the report and the app show it', () => {
    const text = at(120).join('\n');
    const misses = result.cells
      .flatMap(({ trials }) => trials)
      .filter(({ withinPrediction }) => withinPrediction === false);
    expect(text).toContain(`${misses.length} trials not as predicted:`);
    expect(text.match(/^ {2}✗ .*trial \d:/gm)).toHaveLength(misses.length);
    expect(text).toMatch(/\d+ of \d+ verdicts inside their predicted interval/);
    expect(text).toContain('24.9 s in total; the slowest trial took 23.9 s');
  });

  it('colours nothing that the text does not say', () => {
    const colored = renderTable(result, { columns: 200, color: true, unicode: true });
    // oxlint-disable-next-line no-control-regex -- the escapes of colours are what is looked for
    const escapes = /\u001b\[\d+m/g;
    expect(colored).toMatch(escapes);
    expect(colored.replace(escapes, '')).toBe(renderTable(result, { columns: 200, color: false, unicode: true }));
  });

  it('is plain ASCII, and English, where the terminal knows no more', () => {
    const text = at(80, { unicode: false, lang: 'zh' }).join('\n');
    expect(text).toMatch(/^[\n\u0020-\u007e]*$/);
    expect(text).toContain('never ok');
    expect(text).not.toContain('?');
  });

  it.each(hostileNames)('lets no name reach the terminal as more than text: %j', (name) => {
    expect(renderTable(hostileResult(name), { columns: 80, color: false, unicode: true })).not.toMatch(unprintable);
  });

  it('stands up when nothing was run', () => {
    const text = renderTable(
      { ...result, cells: [], status: 'cancelled' },
      { columns: 80, color: false, unicode: true },
    );
    expect(text).toContain('No trial was run');
  });
});

describe('text in columns', () => {
  it('counts Chinese double and combining marks not at all', () => {
    expect([displayWidth('abc'), displayWidth('误报 3 s'), displayWidth('e\u0301'), displayWidth('（）')]).toEqual([
      3, 8, 1, 4,
    ]);
  });

  it('breaks at spaces and between Chinese characters, never inside a number and its unit', () => {
    expect(wrapped('predicted 3.286\u20133.463\u00a0s', 18, '  ')).toEqual(['predicted', '  3.286\u20133.463\u00a0s']);
    expect(wrapped('空闲连接上无判定', 8)).toEqual(['空闲连接', '上无判定']);
  });

  it('believes the locale in the order of its variables', () => {
    expect(speaksUnicode({ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, 'linux')).toBe(false);
    expect(speaksUnicode({ LANG: 'zh_CN.utf8' }, 'linux')).toBe(true);
    expect(speaksUnicode({}, 'linux')).toBe(false);
    expect(speaksUnicode({}, 'win32')).toBe(true);
  });
});
