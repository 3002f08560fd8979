/** Where marks stand: the same for reports and for the view. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classicResult } from './fixture.ts';
import type { CellView } from '#report/facts/cell.ts';
import { matricesOf } from '#report/facts/matrix.ts';
import { axisFor, gutter } from '#report/geometry/axis.ts';
import { sparkOf } from '#report/geometry/spark.ts';
import { gridOf, stripOf } from '#report/geometry/strip.ts';

const deadlineMs = 20_000;
const cellsOf = (repeats: number): readonly CellView[] =>
  matricesOf(classicResult(repeats)).flatMap(({ rows }) =>
    rows.flatMap(({ cells }) => cells.flatMap((cell) => cell ?? [])),
  );
const few = cellsOf(3);
const many = cellsOf(20);

const isInside = (x: number): boolean => x >= 0 && x <= 100;

describe.each(['linear', 'log', undefined] as const)('strips on an axis that is %s', (wanted) => {
  test.each([
    ['few', few],
    ['many', many],
  ])('show each of %s trials once, inside of the plot', (_, cells) => {
    for (const cell of cells) {
      const axis = axisFor(cell.fault, [cell], deadlineMs, wanted);
      const strip = stripOf(cell, axis);
      const shown = strip.marks.length + strip.tallies.reduce((sum, { count }) => sum + count, 0);
      expect(shown).toBe(cell.valid);
      const places = [...strip.marks, ...strip.tallies, ...gridOf(axis)].map(({ x }) => x);
      const ends = [...strip.bands, ...strip.spans].flatMap(({ x, width }) => [x, x + width]);
      expect([...places, ...ends].filter((x) => !isInside(x))).toEqual([]);
    }
  });

  test('put what has no verdict into the column beside the axis', () => {
    for (const cell of few) {
      const axis = axisFor(cell.fault, [cell], deadlineMs, wanted);
      for (const { trial, x } of stripOf(cell, axis).marks)
        expect(x > axis.to).toBe(trial.timeMs === null && x === gutter.middle);
    }
  });
});

test('a spark has a stroke for each verdict, and an end for those that have none', () => {
  for (const cell of [...few, ...many]) {
    const { band, strokes, end } = sparkOf(cell, deadlineMs);
    expect(strokes).toHaveLength(cell.trials.filter(({ timeMs }) => timeMs !== null).length);
    expect(end !== null).toBe(cell.trials.some(({ outcome }) => outcome === 'undetected' || outcome === 'survived'));
    expect([...strokes, ...(band === null ? [] : [band])].filter(({ x }) => !isInside(x))).toEqual([]);
  }
});

test('labels of an axis never touch, whatever its range', () => {
  const [cell] = few;
  const [trial] = cell?.trials ?? [];
  if (cell === undefined || trial === undefined) throw new Error('the fixture has no trial');
  fc.assert(
    fc.property(
      fc.constantFrom('log', 'linear', undefined),
      fc.double({ min: 0.1, max: 19_000, noNaN: true }),
      fc.double({ min: 1, max: 1e5, noNaN: true }),
      (wanted, fromMs, factor) => {
        const times = [fromMs, Math.min(fromMs * factor, deadlineMs)];
        const trials = times.map((timeMs) => ({ ...trial, outcome: 'detected' as const, timeMs }));
        const unpredicted = { kind: 'unpredicted', rule: 'r', formula: 'f', source: 's' } as const;
        const { ticks } = axisFor(cell.fault, [{ ...cell, prediction: unpredicted, trials }], deadlineMs, wanted);
        const gaps = ticks.slice(1).map(({ percent }, index) => percent - (ticks[index]?.percent ?? 0));
        return ticks.length > 0 && gaps.every((gap) => gap > 7);
      },
    ),
  );
});
