import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviationsAt, expectedAfter, expectedOf, firstGaps, gapsOf, phi, silenceAt } from '#model/detectors/phi.ts';
import type { PhiAccrualSettings } from '#model/detectors/phi-accrual.ts';

const expected = { meanMs: 1000, deviationMs: 100 };
const settings: PhiAccrualSettings = {
  kind: 'phi-accrual',
  intervalMs: 1000,
  threshold: 8,
  window: 10,
  minDeviationMs: 100,
  pauseMs: 0,
  firstEstimateMs: 1000,
};

/** As in PhiAccrualFailureDetector.scala of Akka. */
function akka(silenceMs: number): number {
  const y = (silenceMs - 1000) / 100;
  const e = Math.exp(-y * (1.5976 + 0.070566 * y * y));
  return silenceMs > 1000 ? -Math.log10(e / (1 + e)) : -Math.log10(1 - 1 / (1 + e));
}

describe('phi', () => {
  test.each([500, 900, 999, 1000, 1001, 1100, 1300, 1500, 1700])('is that of Akka after %i ms', (silenceMs) => {
    expect(phi(silenceMs, expected)).toBeCloseTo(akka(silenceMs), 8);
  });

  test('goes on where 1 - CDF has no digits left, and stays finite', () => {
    expect(phi(2000, expected)).toBeCloseTo((10 * (1.5976 + 7.0566)) / Math.LN10, 8);
    expect(phi(1e9, expected)).toBeGreaterThan(1e15);
    expect(phi(1e9, expected)).toBeLessThan(Infinity);
    expect(phi(0, expected)).toBeGreaterThanOrEqual(0);
  });

  test('never falls while nothing is heard', () => {
    const silence = fc.double({ min: 0, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(silence, silence, (a, b) => {
        expect(phi(Math.max(a, b), expected)).toBeGreaterThanOrEqual(phi(Math.min(a, b), expected));
      }),
    );
  });

  test('reaches a threshold at the instant that the inverse says', () => {
    const mean = fc.double({ min: 1, max: 1e6, noNaN: true });
    const deviation = fc.double({ min: 1, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 100, noNaN: true }), mean, deviation, (threshold, meanMs, deviationMs) => {
        const of = { meanMs, deviationMs };
        expect(phi(silenceAt(threshold, of), of) / threshold).toBeCloseTo(1, 6);
      }),
    );
  });

  test.each([
    [1, 1.282],
    [8, 5.226],
    [12, 6.292],
  ])('%i is reached %f deviations above the mean', (threshold, deviations) => {
    expect(deviationsAt(threshold)).toBeCloseTo(deviations, 3);
  });
});

describe('what is expected', () => {
  test('before anything was heard: the first estimate, give or take a quarter', () => {
    expect(expectedOf(firstGaps(settings), settings)).toEqual({ meanMs: 1000, deviationMs: 250 });
  });

  test('gaps that are all alike have the least deviation, and the pause is added to the mean', () => {
    const patient = { ...settings, pauseMs: 3000 };
    expect(expectedOf([400, 400, 400], patient)).toEqual({ meanMs: 3400, deviationMs: 100 });
  });

  test('the deviation keeps its digits when gaps are alike', () => {
    expect(gapsOf([1e9, 1e9 + 1, 1e9 + 2]).deviationMs).toBeCloseTo(Math.sqrt(2 / 3), 6);
  });

  test('comes out the same from number, mean and deviation as from the gaps, made-up ones forgotten one by one', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 14 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 12 }), (seen, window) => {
        const own = { ...settings, window };
        const remembered = [...firstGaps(own), ...seen].slice(-window);
        const fromFigures = expectedAfter(gapsOf(seen.slice(-window)), own);
        expect(fromFigures.meanMs).toBeCloseTo(expectedOf(remembered, own).meanMs, 6);
        expect(fromFigures.deviationMs).toBeCloseTo(expectedOf(remembered, own).deviationMs, 4);
      }),
    );
  });
});
