import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestDurationMs, parseDuration, readDuration } from '#contract/experiment/duration.ts';
import { shortDuration } from '#model/duration.ts';

describe('durations', () => {
  it.each([
    ['250ms', 250],
    ['1s', 1000],
    ['1.5s', 1500],
    ['1.1s', 1100],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['30d', longestDurationMs],
    ['0ms', 0],
    [' 5s ', 5000],
  ])('reads %s', (text, ms) => {
    expect(readDuration(text)).toEqual({ ok: true, ms });
  });

  it.each([
    [5, 'a bare number has no unit', '5s'],
    [1500, 'a bare number has no unit', '1500ms'],
    ['5', 'a bare number has no unit', '5s'],
    [-5, 'a bare number has no unit', null],
    [NaN, 'a bare number has no unit', null],
    ['-1s', 'a duration cannot be negative', null],
    ['31d', 'longer than 30 days', null],
    ['999999999999h', 'longer than 30 days', null],
    ['0.5ms', 'finer than a millisecond', null],
    ['', 'not a duration', null],
    ['1 second', 'not a duration', null],
    ['1s2', 'not a duration', null],
    ['1e3s', 'not a duration', null],
    ['Infinitys', 'not a duration', null],
    ['1y', 'not a duration', null],
    [null, 'not a duration', null],
    [{}, 'not a duration', null],
  ])('refuses %s: %s', (value, problem, suggestion) => {
    expect(readDuration(value)).toMatchObject({ ok: false, problem, suggestion });
  });

  it('reads back every duration that Halfopen writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: longestDurationMs }), (ms) => {
        expect(readDuration(shortDuration(ms))).toEqual({ ok: true, ms });
      }),
    );
  });

  it('names the option and what it takes when a command line duration is refused', () => {
    expect(() => parseDuration('5', '--pong-delay')).toThrow(
      expect.objectContaining({
        detail: {
          code: 'duration-invalid',
          fault: 'input',
          message: '--pong-delay: a bare number has no unit',
          path: '--pong-delay',
          given: '5',
          allowed: 'a number with its unit: "5s"',
        },
      }),
    );
  });
});
