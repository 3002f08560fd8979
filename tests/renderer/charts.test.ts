import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ecdf } from '../../renderer/view/charts/statistics.ts';
import { firstNotBefore, ticksOf, within, zoomed } from '../../renderer/view/charts/timeline/span.ts';

const finite = fc.double({ min: 0, max: 1e6, noNaN: true });

test('a distribution rises to the share of trials that noticed', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1 }), fc.nat(20), (values, censored) => {
      const n = values.length + censored;
      const steps = ecdf(values, n);
      expect(steps.at(-1)?.share).toBeCloseTo(values.length / n);
      return steps.every(({ share }, index) => share > (steps[index - 1]?.share ?? 0));
    }),
  );
});

describe('the span in sight', () => {
  const all = { fromMs: -200, toMs: 10_000 };

  test('zooms around a point that stays where it is, and never leaves what there is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.integer({ min: 0, max: 9000 }),
        (factor, around) => {
          const next = zoomed(all, factor, around);
          const share = (around - next.fromMs) / (next.toMs - next.fromMs);
          expect(share).toBeCloseTo((around - all.fromMs) / (all.toMs - all.fromMs));
          const kept = within(next, all);
          return kept.fromMs >= all.fromMs - 1e-6 && kept.toMs <= all.toMs + 1e-6 && kept.toMs > kept.fromMs;
        },
      ),
    );
  });

  test('has round ticks, about as many as wanted', () => {
    expect(ticksOf({ fromMs: 0, toMs: 1000 }, 5)).toEqual([0, 200, 400, 600, 800, 1000]);
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 1e7 }), (width) => ticksOf({ fromMs: 0, toMs: width }, 8).length <= 10),
    );
  });

  test('finds the first event by halves', () => {
    fc.assert(
      fc.property(fc.array(finite), finite, (values, at) => {
        const sorted = Float64Array.from(values).toSorted();
        const found = firstNotBefore(sorted, at);
        return (sorted[found] ?? Infinity) >= at && (sorted[found - 1] ?? -Infinity) < at;
      }),
    );
  });
});
