import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { garwood, wilson } from '#model/result/confidence.ts';

describe('Garwood', () => {
  // The definition itself, solved with sixty digits.
  test.each([
    [0, 0, 3.6889],
    [1, 0.0253, 5.5716],
    [2, 0.2422, 7.2247],
    [5, 1.6235, 11.6683],
    [10, 4.7954, 18.3904],
    [100, 81.3639, 121.6268],
  ])('%i events: %f to %f', (count, from, to) => {
    expect(garwood(count).from).toBeCloseTo(from, 3);
    expect(garwood(count).to).toBeCloseTo(to, 3);
  });

  test('holds its count whatever that is, and neither end is infinite', () => {
    fc.assert(
      fc.property(fc.nat(200_000), (count) => {
        const { from, to } = garwood(count);
        expect(from).toBeLessThanOrEqual(count);
        expect(to).toBeGreaterThan(count);
        expect(to).toBeLessThan(Infinity);
        expect(to - from).toBeLessThan(8 * Math.sqrt(count + 1));
      }),
    );
  });
});

describe('Wilson', () => {
  // Newcombe, Statistics in Medicine 17, 1998, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i: %f to %f', (count, n, from, to) => {
    expect(wilson(count / n, n).from).toBeCloseTo(from, 4);
    expect(wilson(count / n, n).to).toBeCloseTo(to, 4);
  });

  test('has the end itself where the share is at an end, to the last digit', () => {
    for (let n = 1; n < 400; n++) {
      expect(wilson(1, n).to).toBe(1);
      expect(wilson(0, n).from).toBe(0);
    }
  });

  test('knows nothing of nothing', () => {
    expect(wilson(1, 0)).toEqual({ from: 0, to: 1 });
  });
});
