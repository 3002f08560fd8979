import { describe, expect, it } from 'vitest';
import { classicPlan, classicResult } from './fixture.ts';
import type { CellResult, ExperimentResult, TrialResult } from '#model/result/result.ts';
import { statsOf } from '#model/result/statistics.ts';
import { reportOf } from '#report';

const never = { kind: 'never', rule: 'nothing-outstanding', formula: 'never', source: 's' } as const;
const interval = {
  kind: 'interval',
  verdict: 'dead',
  errno: null,
  fromMs: 2000,
  toMs: 4000,
  rule: 'heartbeat',
  formula: 'f',
  source: 's',
} as const;

const base: TrialResult = {
  repeat: 0,
  outcome: 'undetected',
  detectionMs: null,
  verdict: null,
  predicted: null,
  withinPrediction: null,
  faultSpanMs: null,
  probePackets: null,
  probeBytes: null,
  healthyMs: null,
  effective: null,
  invalidReason: null,
};

const detected = (detectionMs: number, withinPrediction = true): TrialResult => ({
  ...base,
  outcome: 'detected',
  detectionMs,
  verdict: { kind: 'dead', reason: 'unanswered', errno: null },
  predicted: interval,
  withinPrediction,
});

function cellOf(trials: readonly TrialResult[], change: Partial<CellResult> = {}): CellResult {
  const fault = change.fault ?? { kind: 'blackhole', direction: 'both', label: 'blackhole' };
  return {
    detector: { kind: 'eof', label: 'eof' },
    fault,
    traffic: 'idle',
    prediction: interval,
    trials,
    stats: statsOf(
      trials.map((result) => ({ result, aliveMs: null })),
      fault,
    ),
    ...change,
  };
}

const resultOf = (cells: readonly CellResult[]): ExperimentResult => ({ ...classicResult(), cells });
const only = (trials: readonly TrialResult[], change: Partial<CellResult> = {}) =>
  reportOf(resultOf([cellOf(trials, change)]));

describe('a cell', () => {
  const outage = { kind: 'outage', direction: 'both', durationMs: 2000, label: 'outage 2s' } as const;
  const quiet = { ...base, predicted: never, withinPrediction: true };

  it.each([
    ['noticed in time', [detected(3000), detected(3100)], {}, 'detected', 'agrees'],
    ['noticed too late', [detected(3000), detected(4500, false)], {}, 'detected', 'disagrees'],
    ['never noticed, as predicted', [quiet], { prediction: never }, 'undetected', 'agrees'],
    ['never noticed against the prediction', [{ ...base, withinPrediction: false }], {}, 'undetected', 'disagrees'],
    [
      'silent in an outage',
      [{ ...quiet, outcome: 'survived' }],
      { prediction: never, fault: outage },
      'survived',
      'agrees',
    ],
    [
      'alarmed in an outage',
      [{ ...detected(3000), outcome: 'false-alarm' }],
      { fault: outage },
      'false-alarm',
      'agrees',
    ],
    ['noticed now and then', [detected(3000), { ...base, withinPrediction: false }], {}, 'mixed', 'disagrees'],
    ['without a prediction', [{ ...detected(3000), withinPrediction: null }], {}, 'detected', 'unjudged'],
    ['without a valid trial', [{ ...base, outcome: 'invalid' }], {}, 'invalid', 'unjudged'],
    ['without a trial', [], {}, 'empty', 'unjudged'],
  ] as const)('%s', (...[, trials, change, state, judgement]) => {
    expect(only(trials, change).cells[0]).toMatchObject({ state, judgement });
  });

  it('takes its middle from measured times only: neither censored nor invalid trials count', () => {
    const trials = [detected(3000), detected(3200), detected(3900), base, { ...base, outcome: 'invalid' as const }];
    expect(only(trials).cells[0]).toMatchObject({ p50Ms: 3200, minMs: 3000, maxMs: 3900, valid: 4, invalid: 1 });
  });
});

describe('agreement', () => {
  it('counts verdicts inside, silence as predicted, and lists every miss with its distance', () => {
    const trials = [detected(3000), detected(4500, false), detected(1500, false), { ...base, withinPrediction: false }];
    const { agreement } = only(trials);
    expect(agreement).toMatchObject({
      judged: 4,
      agreeing: 1,
      verdictsJudged: 3,
      verdictsInside: 1,
      silentAsPredicted: 0,
    });
    expect(agreement.misses.map(({ offByMs }) => offByMs)).toEqual([500, -500, null]);
    expect(agreement.positions).toEqual([0.5, 1.25, -0.25]);
  });

  it('judges a trial by its own prediction, not by that of its cell', () => {
    const narrow = { ...interval, fromMs: 3000, toMs: 3100 };
    const { agreement } = only([{ ...detected(3300, false), predicted: narrow }]);
    expect(agreement.misses[0]?.offByMs).toBe(200);
  });

  it('tells why trials were censored', () => {
    const late = { ...interval, fromMs: 900_000, toMs: 1_000_000 };
    const { censoring } = only([
      { ...base, predicted: never },
      { ...base, predicted: late },
      { ...base, predicted: interval },
      { ...base, predicted: { ...never, kind: 'unpredicted' } },
      detected(3000),
    ]);
    expect(censoring).toEqual({ total: 4, neverPredicted: 1, laterPredicted: 1, contrary: 1, unpredicted: 1 });
  });
});

describe('the whole', () => {
  const report = reportOf(classicResult());

  it('lays detectors down and faults across, one table per traffic', () => {
    expect(report.matrices.map(({ traffic }) => traffic)).toEqual(['idle', 'writing']);
    for (const matrix of report.matrices) {
      expect(matrix.rows.map(({ detector }) => detector.kind)).toEqual(classicPlan.detectors.map(({ kind }) => kind));
      expect(matrix.rows.map(({ cells }) => cells.length)).toEqual(Array.from({ length: 11 }, () => 9));
    }
    expect(report.cells).toHaveLength(198);
  });

  it('keeps two detectors apart that are the same', () => {
    const cell = cellOf([detected(3000)]);
    expect(reportOf(resultOf([cell, cell])).matrices[0]?.rows).toHaveLength(2);
  });

  it('leads with the silent failure on an idle connection', () => {
    expect(report.headline).toMatchObject({ fault: { kind: 'blackhole' }, traffic: 'idle', total: 11 });
    expect(report.headline?.always.map(({ p50Ms }) => p50Ms)).toEqual(
      report.headline?.always.map(({ p50Ms }) => p50Ms).toSorted((a, b) => a - b),
    );
    expect(report.headline?.never).toContain('eof');
  });

  it('adds the cost of probing up over all healthy time', () => {
    const costs = new Map(report.matrices[0]?.rows.map(({ detector, cost }) => [detector.kind, cost?.bytesPerSecond]));
    expect(costs.get('eof')).toBe(0);
    expect(costs.get('heartbeat')).toBeCloseTo(2212, -1);
  });

  it('numbers every rule in use once', () => {
    expect(report.rules.map(({ number }) => number)).toEqual(report.rules.map((_, index) => index + 1));
    expect(new Set(report.rules.map(({ rule }) => rule)).size).toBe(report.rules.length);
  });

  it('has a name of a file that any shell takes', () => {
    const named = (name: string) => reportOf({ ...classicResult(), plan: { ...classicPlan, name } }).reproduce.command;
    expect(named('a; rm -rf ~ "$(x)"')).toBe('npx halfopen run a-rm-rf-x.yaml');
    expect(named('拔网线')).toBe('npx halfopen run experiment.yaml');
  });

  it('stands up when nothing was run at all', () => {
    const empty = reportOf({ ...resultOf([]), status: 'cancelled', figures: null });
    expect(empty.headline).toBeNull();
    expect(empty.agreement).toMatchObject({ trials: 0, judged: 0, misses: [] });
  });

  it('tells invalid trials by their reasons once they fill many cells', () => {
    const notRun = { ...base, outcome: 'invalid' as const, invalidReason: 'not run' };
    const cells = classicResult().cells.map((cell) => ({ ...cell, trials: [notRun, notRun, notRun] }));
    expect(reportOf(resultOf(cells)).invalid).toEqual([{ cell: null, reason: 'not run', trials: 594 }]);
  });
});
