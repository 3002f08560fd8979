import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTrace, printTrace, TraceInvalid } from '#contract/experiment/trace-file.ts';
import type { TraceUnit } from '#contract/experiment/trace-file.ts';

const parse = (text: string, unit: TraceUnit | null = null) => parseTrace(text, { name: 'trace.csv', unit });
function refusal(text: string, unit: TraceUnit | null = null): TraceInvalid {
  try {
    parse(text, unit);
  } catch (error) {
    if (error instanceof TraceInvalid) return error;
    throw error;
  }
  throw new Error('was taken');
}

describe('a trace of arrivals', () => {
  test.each([
    ['milliseconds by the header', 'time_ms\n5\n1005\n2010\n', null],
    ['seconds by the header', 'Time (s)\n0.005\n1.005\n2.010\n', null],
    ['without a header, with the unit beside', '5\n1005\n2010', 'ms'],
    ['a header without a unit, and the unit beside', 'time\n0.005\n1.005\n2.01', 's'],
    [
      'microseconds, quotes, CRLF, blank lines, remarks',
      '# phone\r\n"time [us]"\r\n5000\r\n\r\n"1005000"\r\n2010000\r\n',
      null,
    ],
    ['among other columns', 'sequence;time_ms;size\n1;5;20\n2;1005;20\n3;2010;20', null],
    ['seconds since 1970', 'time_s\n1700000000.005\n1700000001.005\n1700000002.010', null],
    ['with a byte order mark', '\uFEFFtime_ms\n5\n1005\n2010', null],
  ] as const)('%s', (_what, text, unit) => {
    const { arrivalsMs, diedAtMs } = parse(text, unit);
    expect(arrivalsMs.map((ms) => Math.round(ms * 100) / 100)).toEqual([0, 1000, 2005]);
    expect(diedAtMs).toBeNull();
  });

  test('may know what was lost, and when the peer died', () => {
    const text = 'time_ms,event\n100,\n1100,arrival\n2100,loss\n3100,arrival\n3600,death\n3700,arrival';
    expect(parse(text)).toEqual({ arrivalsMs: [0, 1000, 3000, 3600], diedAtMs: 3500 });
  });

  test('several at one instant are taken', () => {
    expect(parse('time_ms\n1\n1\n1').arrivalsMs).toEqual([0, 0, 0]);
  });
});

describe('what is no trace', () => {
  test('time that runs backwards: which line', () => {
    const error = refusal('time_ms\n0\n1000\n900\n2000');
    expect(error).toMatchObject({ line: 4, column: 'time' });
    expect(error.message).toBe('trace.csv, line 4, column time: time runs backwards, from 1000 on line 3');
    expect(error.detail).toMatchObject({
      code: 'trace-invalid',
      fault: 'input',
      given: '900',
      allowed: '1000 or later',
    });
  });

  test.each([
    ['size,time_ms\n1,0\n1,soon', 3, 'time_ms', 'given "soon"'],
    ['time_ms,event\n0,\n,death', 3, 'time_ms', 'missing'],
    ['time_ms\n0\n1e999', 3, 'time_ms', 'given "1e999"'],
    ['time_ms\n0\nNaN', 3, 'time_ms', 'given "NaN"'],
    ['time_ms,event\n0,\n1,reboot', 3, 'event', 'given "reboot"'],
    ['when,event\n0,\n1,', 1, null, 'no column is named time'],
    ['time_ms,event\n0,\n1,\n2,death\n3,death', 5, 'event', 'a second death'],
    ['time_ms,event\n0,death\n1,\n2,', 2, 'event', 'a death before the first arrival'],
    ['time\n0\n1', 1, 'time', 'the unit of its times is missing'],
    ['0\n1', null, null, 'the unit of its times is missing'],
  ])('%j: line %s, column %s, %s', (text, line, column, problem) => {
    const error = refusal(text);
    expect(error).toMatchObject({ line, column });
    expect(error.message).toContain(problem);
  });

  test('without names columns are counted from 1', () => {
    expect(refusal('0\nNaN', 'ms')).toMatchObject({ line: 2, column: '1' });
  });

  test.each([
    ['nothing', ''],
    ['only remarks', '# nothing\n\n'],
    ['one arrival', 'time_ms\n4'],
    ['UTF-16', 't\0i\0m\0e\0'],
    ['more than can be replayed', `time_ms\n${'1\n'.repeat(200_001)}`],
    ['a file as big as a film', `time_ms\n${' '.repeat(20_000_001)}`],
  ])('%s', (_what, text) => {
    expect(refusal(text)).toMatchObject({ line: null });
  });

  test('a header alone holds no arrival', () => {
    expect(refusal('time_ms\n').message).toContain('fewer than two arrivals');
  });
});

test('a trace that was written is read back', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(gaps, fc.option(fc.integer({ min: 0, max: 200_000_000 })), (gapsNs, diedNs) => {
      let atNs = 0;
      const arrivalsMs = [0, ...gapsNs.map((gap) => (atNs += gap) / 1000)];
      const trace = { arrivalsMs, diedAtMs: diedNs === null ? null : diedNs / 1000 };
      const text = printTrace(trace);
      expect(parse(text)).toEqual(trace);
    }),
  );
});
