import { describe, expect, it } from 'vitest';
import { checkExpectation } from '#model/plan/expectations.ts';
import type { JudgedCell } from '#model/plan/expectations.ts';
import type { TrialResult } from '#model/result/result.ts';
import type { Expectation } from '#model/plan/plan.ts';
import { nearestRank } from '#model/result/statistics.ts';

const trial = (outcome: TrialResult['outcome'], detectionMs: number | null = null): TrialResult => ({
  repeat: 0,
  outcome,
  detectionMs,
  verdict: null,
  predicted: null,
  withinPrediction: outcome === 'invalid' ? null : outcome === 'detected',
  faultSpanMs: null,
  probePackets: null,
  probeBytes: null,
  healthyMs: null,
  effective: null,
  invalidReason: null,
});

const frozen = (...trials: TrialResult[]): JudgedCell => ({
  detector: { kind: 'eof', label: 'eof' },
  fault: { kind: 'freeze', label: 'freeze' },
  traffic: 'idle',
  trials,
});

const slow = (...trials: TrialResult[]): JudgedCell => ({
  ...frozen(...trials),
  fault: { kind: 'slow-pong', delayMs: 10_000, label: 'slow-pong 10s' },
});

const check = (line: Partial<Expectation>, ...cells: JudgedCell[]) => {
  const expectation: Expectation = { metric: 'p95', comparison: '<=', value: 5000, text: 'as written', ...line };
  const { text, ...rest } = checkExpectation(expectation, cells, 20_000);
  expect(text).toBe('as written');
  return rest;
};

describe('an expectation of a time', () => {
  it('is met by the nearest rank of all trials', () => {
    const cell = frozen(trial('detected', 1000), trial('detected', 3250.5), trial('detected', 5000));
    expect(check({}, cell)).toEqual({ met: true, observed: '5s (n=3)' });
    expect(check({ metric: 'p50' }, cell)).toEqual({ met: true, observed: '3.251s (n=3)' });
    expect(check({ metric: 'max', comparison: '<' }, cell)).toEqual({ met: false, observed: '5s (n=3)' });
  });

  it('is not met by a detector that was fast once and silent twice', () => {
    const cell = frozen(trial('detected', 10), trial('undetected'), trial('undetected'));
    expect(check({}, cell)).toEqual({ met: false, observed: '> 20s (n=3)' });
    expect(check({ comparison: '>' }, cell)).toEqual({ met: true, observed: '> 20s (n=3)' });
  });

  it('is not met where nothing was measured', () => {
    expect(check({}, frozen(trial('invalid')))).toEqual({ met: false, observed: 'n=0' });
    expect(check({})).toEqual({ met: false, observed: 'n=0' });
  });

  it('leaves out silence that was right, and verdicts from before the fault', () => {
    expect(check({}, slow(trial('survived'), trial('false-alarm', 4000)))).toEqual({ met: true, observed: '4s (n=1)' });
    expect(check({}, frozen(trial('false-alarm', -10)))).toEqual({ met: false, observed: 'n=0' });
  });
});

describe('an expectation of a share', () => {
  const cell = frozen(trial('detected', 1), trial('detected', 2), trial('undetected'), trial('invalid'));

  it('is of the valid trials', () => {
    expect(check({ metric: 'detected', comparison: '>=', value: 0.6 }, cell)).toEqual({
      met: true,
      observed: '66.7% (2/3)',
    });
    expect(check({ metric: 'undetected', comparison: '==', value: 0 }, cell)).toMatchObject({ met: false });
    expect(check({ metric: 'falseAlarms', comparison: '==', value: 0 }, cell)).toEqual({
      met: true,
      observed: '0% (0/3)',
    });
  });

  it('of agreement with theory leaves out what theory does not predict', () => {
    const unpredicted = { ...trial('detected', 1), withinPrediction: null };
    expect(check({ metric: 'withinPrediction', comparison: '>=', value: 0.99 }, cell, frozen(unpredicted))).toEqual({
      met: false,
      observed: '66.7% (2/3)',
    });
  });

  it('is not met where there is no valid trial', () => {
    expect(check({ metric: 'falseAlarms', comparison: '==', value: 0 }, frozen(trial('invalid')))).toEqual({
      met: false,
      observed: 'n=0',
    });
  });
});

it('speaks only of the cells that it names', () => {
  const share = { metric: 'detected', comparison: '==', value: 1 } as const;
  const cells = [
    frozen(trial('detected', 1)),
    slow(trial('survived')),
    { ...frozen(trial('undetected')), traffic: 'writing' } as const,
  ];
  expect(check(share, ...cells)).toEqual({ met: false, observed: '33.3% (1/3)' });
  expect(check({ ...share, fault: 'freeze' }, ...cells)).toEqual({ met: false, observed: '50% (1/2)' });
  expect(check({ ...share, fault: 'freeze', traffic: 'idle' }, ...cells)).toEqual({
    met: true,
    observed: '100% (1/1)',
  });
  expect(check({ ...share, detector: 'keepalive' }, ...cells)).toEqual({ met: false, observed: 'n=0' });
});

describe('the nearest rank', () => {
  it('is a measured value, the smallest that the share does not exceed', () => {
    const values = [50, 15, 40, 20, 35];
    expect([0.05, 0.3, 0.4, 0.5, 0.95, 1].map((share) => nearestRank(values, share))).toEqual([15, 20, 20, 35, 50, 50]);
    expect(nearestRank([7], 0.5)).toBe(7);
    expect(nearestRank([], 0.5)).toBeNull();
  });
});
