import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { garwood } from '#model/result/confidence.ts';
import { qualityOfResults, qualityOfService, rateOf } from '#model/result/quality-of-service.ts';
import type { Estimate, Outcome, TrialResult } from '#model/result/result.ts';
import type { Fault } from '#model/faults/index.ts';

const loss: Fault = { kind: 'loss', direction: 'both', percent: 30 };
const blackhole: Fault = { kind: 'blackhole', direction: 'both' };
const deadlineMs = 20_000;

const trial = (outcome: Outcome, detectionMs: number | null = null, more: Partial<TrialResult> = {}): TrialResult => ({
  repeat: 0,
  outcome,
  detectionMs,
  verdict: null,
  predicted: null,
  withinPrediction: null,
  faultSpanMs: null,
  probePackets: null,
  probeBytes: null,
  healthyMs: null,
  effective: null,
  invalidReason: null,
  ...more,
});

/** Four digits: those of the tables that the intervals are looked up in. */
const about = (value: number) => expect.closeTo(value, value >= 1000 ? -1 : value >= 10 ? 1 : 3);
const watched = (result: TrialResult, aliveMs: number | null) => ({ result, aliveMs });

describe('the quality of service of a cell', () => {
  it('of four sessions, two given up after 5 and 11 s, is what one works out by hand', () => {
    const trials = [
      watched(trial('false-alarm', 5000), 7000),
      watched(trial('false-alarm', 11_000), 13_000),
      watched(trial('survived'), 22_000),
      watched(trial('survived'), 22_000),
    ];
    expect(qualityOfService(trials, loss, deadlineMs)).toEqual({
      sessions: 4,
      mistakes: 2,
      // Wilson (1927) for 2 of 4.
      killed: { value: 0.5, interval95: { from: about(0.15), to: about(0.85) }, missing: null },
      // 64 s: 7 + 13 + 22 + 22. Garwood (1936) for 2: 0.2422 to 7.2247.
      alive: {
        mistakes: 2,
        exposureMs: 64_000,
        perHour: { value: 112.5, interval95: { from: about(13.624), to: about(406.389) }, missing: null },
        recurrenceMs: {
          value: 32_000,
          interval95: { from: about(8858.512), to: about(264_233.366) },
          missing: null,
        },
      },
      // 56 s: 5 + 11 + 20 + 20.
      underFault: {
        mistakes: 2,
        exposureMs: 56_000,
        perHour: { value: about(128.571), interval95: { from: about(15.571), to: about(464.444) }, missing: null },
        recurrenceMs: {
          value: 28_000,
          interval95: { from: about(7751.198), to: about(231_204.195) },
          missing: null,
        },
      },
      mistakeDurationMs: { value: null, missing: 'verdict-is-final' },
      // A quarter, 55 %, all and all of 20 s.
      accuracy: { value: about(0.7), interval95: { from: about(0.267), to: about(0.937) }, missing: null },
    });
  });

  it('has an upper bound for the rate, and a lower one for the time between, when nobody was mistaken', () => {
    const trials = [1, 2, 3].map(() => watched(trial('survived'), 20_000));
    const { alive, killed } = qualityOfService(trials, loss, deadlineMs);
    expect(killed.value).toBe(0);
    // 3.689 mistakes at most in one minute.
    expect(alive?.perHour).toMatchObject({ value: 0, interval95: { from: 0, to: about(221.333) } });
    expect(alive?.recurrenceMs).toEqual({
      value: null,
      interval95: { from: about(16_265.07), to: null },
      missing: 'no-mistake',
    });
  });

  it('of a fault that stays tells of the healthy time before it only', () => {
    const trials = [watched(trial('detected', 3000), 1800), watched(trial('false-alarm', -200), 1500)];
    const quality = qualityOfService(trials, blackhole, deadlineMs);
    expect(quality.alive).toMatchObject({ mistakes: 1, exposureMs: 3300 });
    expect(quality.underFault).toBeNull();
    expect(quality.accuracy).toEqual({ value: null, interval95: null, missing: 'fault-stays' });
  });

  it('counts a mistake before the fault among the mistakes, but not among those under the fault', () => {
    const early = [watched(trial('false-alarm'), 800), watched(trial('survived'), 22_000)];
    const quality = qualityOfService(early, loss, deadlineMs);
    expect(quality.mistakes).toBe(1);
    expect(quality.underFault).toMatchObject({ mistakes: 0, exposureMs: 20_000 });
    expect(quality.accuracy.value).toBe(0.5);
  });

  it('takes the duration of mistakes from warnings that were taken back', () => {
    const of = (...warnings: readonly (TrialResult['warnings'] | null)[]) =>
      qualityOfResults(
        warnings.map((each) => trial('survived', null, each === null ? {} : { warnings: each })),
        loss,
        deadlineMs,
      ).mistakeDurationMs;
    const quiet = { raised: 0, takenBack: 0, suspectedMs: 0 };
    expect(of({ raised: 3, takenBack: 2, suspectedMs: 500 }, { raised: 1, takenBack: 1, suspectedMs: 400 })).toEqual({
      value: 300,
      missing: null,
    });
    expect(of({ ...quiet, raised: 1 })).toEqual({ value: null, missing: 'no-warning-taken-back' });
    expect(of(quiet, null)).toEqual({ value: null, missing: 'no-mistake' });
    expect(of()).toEqual({ value: null, missing: 'no-trials' });
  });

  it('of results of an older version is all that they tell', () => {
    const quality = qualityOfResults([trial('false-alarm', 5000), trial('survived')], loss, deadlineMs);
    expect(quality.alive).toBeNull();
    expect(quality.underFault).toMatchObject({ mistakes: 1, exposureMs: 25_000 });
  });

  it('of nothing is nothing, with the reason', () => {
    const quality = qualityOfService([watched(trial('invalid'), null)], loss, deadlineMs);
    expect(quality).toMatchObject({ sessions: 0, mistakes: 0 });
    expect(quality.killed.missing).toBe('no-trials');
    expect(quality.alive?.perHour.missing).toBe('no-exposure');
    expect(quality.underFault?.recurrenceMs.missing).toBe('no-exposure');
    expect(quality.accuracy.missing).toBe('no-trials');
  });
});

const anyTrial = fc.oneof(
  fc.constant(trial('survived')),
  fc.integer({ min: -2000, max: deadlineMs }).map((ms) => trial('false-alarm', ms)),
  fc.constant(trial('false-alarm')),
  fc.constant(trial('invalid')),
);

const contains = ({ value, interval95 }: Estimate): boolean =>
  value === null || interval95 === null || (interval95.from <= value + 1e-12 && value <= interval95.to + 1e-12);

describe('whatever the trials', () => {
  it('every figure survives JSON, and any wire', () => {
    fc.assert(
      fc.property(fc.array(anyTrial, { maxLength: 10 }), (results) => {
        const quality = qualityOfResults(results, loss, deadlineMs);
        expect(JSON.parse(JSON.stringify(quality))).toEqual(quality);
      }),
    );
  });

  it('every interval holds its figure, and a figure is there or a reason is', () => {
    fc.assert(
      fc.property(fc.array(anyTrial, { maxLength: 40 }), (results) => {
        const quality = qualityOfService(
          results.map((result) => watched(result, 1000 + Math.max(0, result.detectionMs ?? 0))),
          loss,
          deadlineMs,
        );
        const { killed, accuracy, alive, underFault } = quality;
        const estimates = [killed, accuracy, ...[alive, underFault].flatMap((rate) => rate?.perHour ?? [])];
        expect(estimates.every(contains)).toBe(true);
        for (const { value, missing } of estimates) expect(value === null).toBe(missing !== null);
        expect(underFault?.mistakes).toBeLessThanOrEqual(quality.mistakes);
        expect(accuracy.value ?? 1).toBeGreaterThanOrEqual(1 - (killed.value ?? 0) - 1e-12);
      }),
    );
  });

  it('more exposure with as many mistakes never raises the rate', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }), (n, some, more) => {
        const [short, long] = [rateOf(n, some).perHour, rateOf(n, some + more).perHour];
        expect(long.value ?? 0).toBeLessThanOrEqual(short.value ?? 0);
        expect(long.interval95?.to ?? 0).toBeLessThan(short.interval95?.to ?? 0);
      }),
    );
  });

  it('ten times the sample narrows the interval around the same rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (n) => {
        const width = (count: number): number => (garwood(count).to - garwood(count).from) / count;
        expect(width(10 * n)).toBeLessThan(width(n));
      }),
    );
  });
});
