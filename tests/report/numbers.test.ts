import { describe, expect, it } from 'vitest';
import {
  amount,
  duration,
  exact,
  exactRange,
  instant,
  percent,
  range,
  roughRange,
  setting,
  spread,
  timeWithin,
} from '../../main/report/text/numbers.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('numbers in reports', () => {
  it.each([
    [0, '0 s'],
    [0.04, '0.04 ms'],
    [4.13, '4.1 ms'],
    [240.4, '240 ms'],
    [999.6, '1.00 s'],
    [3254.9, '3.25 s'],
    [9996, '10.0 s'],
    [19_940, '19.9 s'],
    [924_600, '15.4 min'],
    [7_875_000, '2.2 h'],
    [-1200, '\u22121.20 s'],
    [Infinity, '\u221e'],
  ])('%d ms is %s', (ms, text) => {
    expect(plain(duration(ms))).toBe(text);
  });

  it('settings have no digits that say nothing', () => {
    expect([1000, 250, 1500, 7_200_000, 20_000].map(setting).map(plain)).toEqual([
      '1 s',
      '250 ms',
      '1.5 s',
      '2 h',
      '20 s',
    ]);
  });

  it('a range has one unit, that of its larger end', () => {
    expect(plain(range({ fromMs: 850, toMs: 1200 }))).toBe('0.85\u20131.20 s');
    expect(plain(range({ fromMs: 0, toMs: 12 }))).toBe('0\u201312 ms');
    expect(plain(range({ fromMs: 2300, toMs: Infinity }))).toBe('\u2265 2.30 s');
    expect(plain(exactRange({ fromMs: 3286.2, toMs: 3463 }))).toBe('3.286\u20133.463 s');
    expect(plain(exact(4.126))).toBe('4.13 ms');
  });

  it('a median and its extremes have one unit, that of the largest, and keep their digits', () => {
    expect(plain(spread(3590, { fromMs: 3104, toMs: 3966 }))).toBe('3.59 (3.10\u20133.97) s');
    expect(plain(spread(0.126, { fromMs: 0.061, toMs: 12.2 }))).toBe('0.13 (0.06\u201312) ms');
    expect(plain(spread(564, { fromMs: 90, toMs: 1200 }))).toBe('0.56 (0.09\u20131.20) s');
  });

  it('short intervals are rounded outwards, so that what is inside never looks outside', () => {
    expect(plain(timeWithin(3250, { fromMs: 2340, toMs: 3360 }))).toBe('3.25 s (2.3\u20133.4)');
    expect(plain(timeWithin(612, { fromMs: 500, toMs: 1030 }))).toBe('0.61 s (0.5\u20131.1)');
    expect(plain(timeWithin(3, { fromMs: 0, toMs: 12.4 }))).toBe('3.0 ms (0\u201313)');
    expect(plain(timeWithin(3250, { fromMs: 972_000, toMs: 1_176_000 }))).toBe('3.25 s (16\u201320 min)');
    expect(plain(roughRange({ fromMs: 2998, toMs: 4040 }))).toBe('3.0\u20134.1 s');
  });

  it('a share is 100% only when it is all of them, and 0% only when it is none', () => {
    expect([percent(9999, 10_000), percent(1, 10_000), percent(3, 3), percent(0, 3), percent(0, 0)]).toEqual([
      '99.9%',
      '0.1%',
      '100%',
      '0.0%',
      '\u2013',
    ]);
  });

  it('keeps three digits of rates and the seconds of instants', () => {
    expect([0, 0.4234, 36.71, 2212.2].map(amount)).toEqual(['0', '0.42', '36.7', '2,212']);
    expect(plain(instant('2026-11-20T22:31:05.412Z'))).toBe('2026-11-20 22:31:05 UTC');
    expect(instant('yesterday')).toBe('yesterday');
  });
});
