import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classicResult } from './fixture.ts';
import { renderTable } from '#cli/run/table.ts';
import { mistakesOf } from '#report/facts/mistakes.ts';
import { kernelOf } from '#model/result/summarize.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { bytes, chanceRange, percentRange } from '#report/text/numbers.ts';
import { overlap, placeLabels } from '#report/geometry/labels.ts';
import type { Box } from '#report/geometry/labels.ts';
import { costPlot, mistakesPlot, plotSize } from '#report/geometry/trade-off.ts';
import { tellingFault, tradeOffMatrix, tradeOffOf } from '#report/facts/trade-off.ts';
import { renderReport, reportOf } from '#report';

const many = classicResult(24);
const few = classicResult(3);

function tradeOff(result: ExperimentResult) {
  const matrix = tradeOffMatrix(reportOf(result).matrices);
  if (matrix === null) throw new Error('the sample has a matrix');
  return {
    matrix,
    of: tradeOffOf(matrix, tellingFault(matrix), {
      kernel: kernelOf(result.host),
      deadlineMs: result.plan.deadlineMs,
    }),
  };
}

describe('mistakes of an experiment', () => {
  it('are counted over faults that pass only, and shared out among detectors', () => {
    const mistakes = mistakesOf(reportOf(many).matrices);
    // 11 detectors, outage and slow-pong, two traffics.
    expect(mistakes).toMatchObject({ sessions: 11 * 2 * 2 * 24, fewest: 24 });
    expect(mistakes?.tables.map(({ faults }) => faults.map(({ kind }) => kind))).toEqual([
      ['outage', 'slow-pong'],
      ['outage', 'slow-pong'],
    ]);
    const cells = many.cells.filter(({ fault }) => fault.kind === 'outage' || fault.kind === 'slow-pong');
    expect(mistakes?.mistakes).toBe(cells.reduce((sum, { stats }) => sum + stats.falseAlarms, 0));
    const share = ({ mistakes: made, sessions }: { mistakes: number; sessions: number }): number => made / sessions;
    if (mistakes === null) throw new Error('there are some');
    expect(share(mistakes.mildest)).toBeLessThanOrEqual(share(mistakes));
    expect(share(mistakes.harshest)).toBeGreaterThanOrEqual(share(mistakes));
  });

  it('there are none to tell of without such a fault', () => {
    const lasting = { ...many, cells: many.cells.filter(({ fault }) => fault.kind === 'blackhole') };
    expect(mistakesOf(reportOf(lasting).matrices)).toBeNull();
    const page = renderReport(lasting, 'html', 'en');
    expect(page).not.toContain('id="mistakes"');
    expect(page).not.toContain('href="#mistakes"');
    expect(renderReport(lasting, 'md', 'en')).not.toContain('RFC 1122');
  });

  it('a month is thirty days of what an hour costs, a thousand connections a thousand times that', () => {
    const [cheapest] = mistakesOf(reportOf(many).matrices)?.costs.filter(({ bytesPerHour }) => bytesPerHour > 0) ?? [];
    expect(cheapest?.bytesPerMonth).toBeCloseTo((cheapest?.bytesPerHour ?? 0) * 720);
    expect(cheapest?.packetsPerMonth).toBeCloseTo((cheapest?.packetsPerHour ?? 0) * 720);
  });

  it.each(['en', 'zh'] as const)(
    'stand in the report in %s with their reasons, and in text where trials are many',
    (language) => {
      const section = (text: string): boolean => text.includes('RFC 1122');
      expect(section(renderReport(many, 'html', language))).toBe(true);
      expect(section(renderReport(few, 'html', language))).toBe(true);
      expect(section(renderReport(many, 'md', language))).toBe(true);
      expect(section(renderReport(few, 'md', language))).toBe(false);
      const table = (result: ExperimentResult): string =>
        renderTable(result, { columns: 120, color: false, unicode: true, lang: language });
      const title =
        language === 'en' ? 'Live connections declared dead, traffic: idle' : '被判定为已死的存活连接（流量：空闲）';
      expect(table(many)).toContain(title);
      expect(table(few)).not.toContain(title);
    },
  );

  it('say when the machine was too busy for what it measured', () => {
    const strain = { worstLagMs: 1200, toleratedMs: 1000, detector: 'heartbeat 1s/1s/3', exceeded: true };
    for (const format of ['html', 'md'] as const) {
      expect(renderReport({ ...many, strain }, format, 'en')).toContain('This machine was too busy');
      expect(renderReport({ ...many, strain: { ...strain, exceeded: false } }, format, 'en')).toContain('kept up');
      expect(renderReport(many, format, 'en')).not.toMatch(/too busy|kept up/);
    }
  });
});

describe('the trade-off', () => {
  it('takes measured times where there are enough of them, else the latest that theory expects', () => {
    expect(tradeOff(many).of).toMatchObject({ time: 'p95', lasting: 'blackhole' });
    expect(tradeOff(few).of).toMatchObject({ time: 'worst', lasting: 'blackhole' });
    const passing = { ...many, cells: many.cells.filter(({ fault }) => fault.kind === 'outage') };
    expect(tradeOff(passing).of.time).toBe('worst');
    expect(tradeOff(passing).of.points.length).toBeGreaterThan(3);
  });

  it('leaves out by name whoever notices too late, or never', () => {
    expect(tradeOff(few).of.left).toContain('write-probe 1s');
    const { points, left } = tradeOff(many).of;
    expect(left).toContain('eof');
    expect([...points.map(({ label }) => label), ...left].toSorted()).toEqual(
      tradeOff(many)
        .matrix.rows.map(({ label }) => label)
        .toSorted(),
    );
  });

  it('draws no mistake as an upper bound, and every mistake inside its interval', () => {
    const { of } = tradeOff(many);
    const plot = mistakesPlot(of);
    const rates = new Map(of.points.map(({ label, rate }) => [label, rate]));
    expect(plot?.points.length).toBeGreaterThan(3);
    for (const { name, isBound, bar, y } of plot?.points ?? []) {
      expect(isBound).toBe(rates.get(name)?.mistakes === 0);
      if (bar !== null) expect(bar.to <= y && y <= bar.from).toBe(true);
    }
  });

  it('the dashed line falls from the quick to the cheap', () => {
    const front = costPlot(tradeOff(many).of)?.front ?? [];
    expect(front.length).toBeGreaterThan(0);
    for (const [index, { x, y }] of front.entries()) {
      const before = front[index - 1];
      if (before !== undefined) expect(before.x <= x && before.y < y).toBe(true);
    }
  });
});

const frame: Box = { left: 40, right: 560, top: 20, bottom: 300 };
const anyPoint = fc.record({
  x: fc.integer({ min: 60, max: 540 }),
  y: fc.integer({ min: 30, max: 290 }),
  text: fc.integer({ min: 4, max: 30 }).map((length) => 'x'.repeat(length)),
});

describe('names of points', () => {
  it('never cover each other or a point, and stay on the plot', () => {
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 9 }), (points) => {
        const marks = points.map(({ x, y }) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }));
        const boxes = placeLabels(points, marks, frame).map(({ x, y, anchor }, index): Box => {
          const width = (points[index]?.text.length ?? 0) * 6.3;
          return {
            left: anchor === 'start' ? x : x - width,
            right: anchor === 'start' ? x + width : x,
            top: y - 4 - 5.5,
            bottom: y - 4 + 5.5,
          };
        });
        for (const [index, box] of boxes.entries()) {
          expect(box.left).toBeGreaterThanOrEqual(frame.left);
          expect(box.right).toBeLessThanOrEqual(frame.right);
          expect(marks.every((mark) => overlap(mark, box) === 0)).toBe(true);
          expect(boxes.slice(index + 1).every((other) => overlap(other, box) === 0)).toBe(true);
        }
      }),
    );
  });

  it('keep to the size of the plot that they are drawn in', () => {
    for (const plot of [mistakesPlot(tradeOff(many).of), costPlot(tradeOff(many).of)])
      for (const { x, y, label } of plot?.points ?? []) {
        expect(x >= plotSize.left && x <= plotSize.right && y >= plotSize.top - 1 && y <= plotSize.bottom).toBe(true);
        expect(label.y).toBeLessThanOrEqual(plotSize.bottom + 4);
      }
  });
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [999.9, '1.00 kB'],
  [374_400, '374 kB'],
  [7_963_200, '7.96 MB'],
  [15_900_000, '15.9 MB'],
  [999_960, '1.00 MB'],
  [11_500_000_000, '11.5 GB'],
  [2.5e15, '2,500 TB'],
])('%d bytes are %s', (value, text) => {
  expect(bytes(value).replace('\u00a0', ' ')).toBe(text);
});

it('a range of shares is never narrower than what it stands for', () => {
  expect(percentRange({ from: 0.2001, to: 0.479 })).toBe('20–48%');
  expect(percentRange({ from: 0, to: 0.0713 })).toBe('0–8%');
  expect(percentRange({ from: 0.9287, to: 1 })).toBe('92–100%');
});

it.each([
  [{ from: 0, to: 0 }, '0%'],
  [{ from: 7.2e-6, to: 7.9e-6 }, '<\u00a00.1%'],
  [{ from: 0.0878, to: 0.0931 }, '8.8–9.3%'],
  [{ from: 0.43, to: 0.442 }, '43–44%'],
  [{ from: 0.9996, to: 1 }, '100%'],
])('a chance of %o is %s', (range, text) => {
  expect(chanceRange(range)).toBe(text);
});
