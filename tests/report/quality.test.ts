import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Quality } from '#model/replay/quality.ts';
import { qualityText } from '#report/facts/quality.ts';

const quality: Quality = {
  detectionMs: 1120.9,
  mistakes: 4,
  mistakeRecurrenceMs: 62_000,
  mistakeDurationMs: 155,
  mistakesPerHour: 48.1,
  mistakesPerHour95: { from: 13.1, to: 123.2 },
  accuracy: 0.99793,
  accuracy95: { from: 0.981, to: 0.99979 },
  watchedMs: 299_400,
};

test('figures have few digits, and shares as many as what is missing to the whole needs', () => {
  expect(qualityText(quality)).toEqual({
    detection: '1.12\u00a0s',
    mistakes: '4',
    perHour: '48.1',
    perHour95: '[13.1–123]',
    recurrence: '62.0\u00a0s',
    length: '155\u00a0ms',
    accuracy: '99.79%',
    accuracy95: '[98.10–99.97]',
  });
});

test('what is not known is a dash, and an unknown interval is left out', () => {
  const unknown = { ...quality, detectionMs: null, mistakesPerHour: null, mistakesPerHour95: null };
  expect(qualityText({ ...unknown, accuracy: null, accuracy95: null })).toMatchObject({
    detection: '–',
    perHour: '–',
    perHour95: '',
    accuracy: '–',
    accuracy95: '',
  });
});

test('only a whole that is whole is 100 %', () => {
  expect(qualityText({ ...quality, accuracy: 1, accuracy95: { from: 0.962, to: 1 } })).toMatchObject({
    accuracy: '100%',
    accuracy95: '[96.2–100]',
  });
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (accuracy) => {
      expect(Number(qualityText({ ...quality, accuracy }).accuracy.slice(0, -1))).toBeLessThan(100);
    }),
  );
});
