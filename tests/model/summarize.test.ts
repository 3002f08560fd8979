import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPlan } from '../contract/plan-samples.ts';
import { anyStream, dead, ended, fiveSeconds, host, linked, run, started, struck, trialEnded } from './run-events.ts';
import { experimentResultSchema } from '#contract/data/result.ts';
import type { RunEvent } from '#model/event.ts';
import type { Plan } from '#model/plan/plan.ts';
import { kernelOf, summarize } from '#model/result/summarize.ts';

const heartbeat = { idleMs: 1000, intervalMs: 1000, tries: 3, from: 'client', frame: 'classic' } as const;

const plan: Plan = {
  version: 1,
  name: 'one cell of each',
  deadlineMs: 20_000,
  repeats: 2,
  phase: { kind: 'random' },
  seed: 1,
  detectors: [{ kind: 'heartbeat', ...heartbeat }],
  faults: [{ kind: 'freeze' }, { kind: 'slow-pong', delayMs: 10_000 }],
  traffic: ['idle'],
  expect: [],
};

const trialOf = (events: readonly RunEvent[], cell = 0, repeat = 0) =>
  summarize(events, run).cells[cell]?.trials[repeat];

describe('the result of an experiment', () => {
  it('has the detection time from the earliest instant of the fault to the verdict, and how sure that instant is', () => {
    const events = [
      started(plan),
      linked(0, 100),
      struck(plan, 0, 2000),
      trialEnded(0, 5500, { outcome: 'detected', verdictAtMs: 5295.1234567 }),
      ended(22_000),
    ];
    expect(trialOf(events)).toEqual({
      repeat: 0,
      outcome: 'detected',
      detectionMs: 3295.123,
      verdict: dead,
      predicted: fiveSeconds,
      withinPrediction: true,
      faultSpanMs: 0.25,
      probePackets: 4,
      probeBytes: 208,
      healthyMs: 1000,
      wire: null,
      effective: { keepalive: { unsupported: 'no helper' }, userTimeoutMs: { unsupported: 'no helper' } },
      invalidReason: null,
    });
    expect(summarize(events, run)).toMatchObject({ status: 'complete', durationMs: 22_000, host, name: plan.name });
  });

  it('holds a detection against the prediction of its own trial', () => {
    const late = [
      started(plan),
      linked(0, 100),
      struck(plan, 0, 2000),
      trialEnded(0, 8000, { outcome: 'detected', verdictAtMs: 7001 }),
    ];
    expect(trialOf(late)).toMatchObject({ detectionMs: 5001, withinPrediction: false });
  });

  it('compares nothing when the verdict came before any fault', () => {
    const early = [started(plan), linked(0, 100), trialEnded(0, 900, { outcome: 'false-alarm', verdictAtMs: 900 })];
    expect(trialOf(early)).toMatchObject({
      outcome: 'false-alarm',
      detectionMs: null,
      predicted: null,
      withinPrediction: null,
    });
  });

  it('is partial when the stream breaks off, and says of each trial how far it came', () => {
    const events = [started(plan), linked(0, 100), struck(plan, 0, 2000), linked(1, 100)];
    const { status, cells, durationMs } = summarize(events, run);
    expect({ status, durationMs }).toEqual({ status: 'partial', durationMs: 2000 });
    expect(cells.map(({ trials }) => trials.map(({ outcome, invalidReason }) => [outcome, invalidReason]))).toEqual([
      [
        ['invalid', 'not finished'],
        ['invalid', 'not finished'],
      ],
      [
        ['invalid', 'not run'],
        ['invalid', 'not run'],
      ],
    ]);
  });

  it('is cancelled when the run was', () => {
    expect(summarize([started(plan), ended(3000, 'cancelled')], run)).toMatchObject({
      status: 'cancelled',
      durationMs: 3000,
    });
  });

  it('has labels and predictions for cells that no trial reached', () => {
    const [cell] = summarize([started(plan)], run).cells;
    expect(cell).toMatchObject({ detector: { label: 'heartbeat 1s/1s/3' }, fault: { label: 'freeze' } });
    expect(cell?.prediction).toMatchObject({ kind: 'interval' });
  });

  it('takes only events of its own run', () => {
    const other = { ...trialEnded(0, 900, { outcome: 'undetected' }), run: 'run-2' };
    expect(trialOf([started(plan), other])).toMatchObject({ invalidReason: 'not run' });
  });

  it('is refused when nothing was recorded', () => {
    expect(() => summarize([ended(1)], run)).toThrow('nothing was recorded of experiment run-1');
  });

  it('counts mistakes against all the time in which the peer was alive', () => {
    const events = [
      started(plan),
      // freeze: alive for 1.9 s and 3.9 s until it froze.
      linked(0, 100),
      struck(plan, 0, 2000),
      trialEnded(0, 6000, { outcome: 'detected', verdictAtMs: 6000 }),
      linked(1, 100),
      trialEnded(1, 4000, { outcome: 'false-alarm', verdictAtMs: 4000 }),
      // slow-pong: alive until the verdict, or to the end without one.
      linked(2, 0),
      struck(plan, 2, 2000),
      trialEnded(2, 6000, { outcome: 'false-alarm', verdictAtMs: 6000 }),
      linked(3, 0),
      struck(plan, 3, 2000),
      trialEnded(3, 12_000, { outcome: 'survived' }),
    ];
    const rates = summarize(events, run).cells.map(({ stats }) => stats.mistakeRatePerHour);
    expect(rates).toEqual([expect.closeTo(3600 / 5.8, 9), expect.closeTo(3600 / 18, 9)]);
  });

  it('knows the kernel from the facts of the host', () => {
    expect(kernelOf(host)).toEqual({ os: 'linux', hz: 250, retries2: 15 });
    expect(kernelOf({ ...host, os: 'Darwin' }).os).toBe('darwin');
    expect(kernelOf({ ...host, os: 'Windows_NT' }).os).toBe('windows');
  });
});

describe('whatever the stream of events', () => {
  const smallPlan = anyPlan.map((drawn) => ({ ...drawn, repeats: 1 + (drawn.repeats % 3) }));
  const planAndStream = smallPlan.chain((drawn) => fc.tuple(fc.constant(drawn), anyStream(drawn)));

  it('every trial is counted exactly once', () => {
    fc.assert(
      fc.property(planAndStream, ([drawn, events]) => {
        const { cells } = summarize(events, run);
        expect(cells).toHaveLength(drawn.detectors.length * drawn.faults.length * drawn.traffic.length);
        const finished = cells.flatMap(({ trials }) => trials).filter(({ outcome }) => outcome !== 'invalid');
        const valid = events.filter((event) => event.type === 'trial-ended' && event.outcome !== 'invalid');
        expect(finished).toHaveLength(valid.length);
        for (const { trials, stats } of cells) {
          expect(trials.map(({ repeat }) => repeat)).toEqual(
            Array.from({ length: drawn.repeats }, (_, index) => index),
          );
          expect(stats.n + stats.invalid).toBe(drawn.repeats);
          expect(stats.detected + stats.undetected + stats.falseAlarms + stats.survived).toBe(stats.n);
        }
      }),
    );
  });

  it('quantiles are measured times in order', () => {
    fc.assert(
      fc.property(planAndStream, ([, events]) => {
        for (const { trials, stats } of summarize(events, run).cells) {
          const { p50Ms, p95Ms, maxMs } = stats;
          if (p50Ms === null || p95Ms === null || maxMs === null) {
            expect([p50Ms, p95Ms, maxMs]).toEqual([null, null, null]);
            continue;
          }
          expect(p50Ms <= p95Ms && p95Ms <= maxMs).toBe(true);
          const times = trials.map(({ detectionMs }) => detectionMs);
          for (const time of [p50Ms, p95Ms, maxMs]) expect(times).toContain(time);
        }
      }),
    );
  });

  it('the result survives JSON and its own schema', () => {
    fc.assert(
      fc.property(planAndStream, ([, events]) => {
        const result = summarize(events, run);
        expect(experimentResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
      }),
    );
  });
});
