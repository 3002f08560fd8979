import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectionMs } from '#model/detectors/bfd.ts';
import { problemsOfDetector } from '#contract/experiment/detector-list.ts';
import { deviationsAt } from '#model/detectors/phi.ts';
import { exampleNames, exampleTrace } from '#model/replay/examples.ts';
import { figuresOf, fittingDetectors } from '#model/replay/fitting.ts';
import { qualityOf } from '#model/replay/quality.ts';
import { replay, replaySteps, whyNotReplayed } from '#model/replay/replay.ts';
import type { Trace } from '#model/replay/trace.ts';
import type { BfdSettings } from '#model/detectors/bfd.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { KOfNSettings } from '#model/detectors/k-of-n.ts';
import type { PhiAccrualSettings } from '#model/detectors/phi-accrual.ts';

const phi: PhiAccrualSettings = {
  kind: 'phi-accrual',
  intervalMs: 1000,
  threshold: 8,
  window: 100,
  minDeviationMs: 100,
  pauseMs: 0,
  firstEstimateMs: 1000,
};
const kOfN: KOfNSettings = { kind: 'k-of-n', intervalMs: 1000, slackMs: 500, k: 2, n: 4 };
const bfd: BfdSettings = {
  kind: 'bfd',
  minTxMs: 1000,
  minRxMs: 1000,
  peerMinTxMs: 1000,
  peerMinRxMs: 1000,
  multiplier: 3,
  seed: 1,
};
const deadline = { kind: 'receive-deadline', everyMs: 1000, slackMs: 500 } as const;
const heartbeat: DetectorSettings = {
  kind: 'heartbeat',
  idleMs: 1500,
  intervalMs: 500,
  tries: 2,
  from: 'client',
  frame: 'classic',
};
const replayed: readonly DetectorSettings[] = [
  phi,
  kOfN,
  bfd,
  deadline,
  heartbeat,
  { ...heartbeat, kind: 'dedicated-heartbeat' },
];

/** Arrivals with these gaps between them. */
function traceOf(gapsMs: readonly number[], diedAtMs: number | null = null): Trace {
  const arrivalsMs = [0];
  for (const gap of gapsMs) arrivalsMs.push((arrivalsMs.at(-1) ?? 0) + gap);
  return { arrivalsMs, diedAtMs };
}
const regular = (count: number): readonly number[] => Array.from({ length: count }, () => 1000);

describe('every detector that a trace can be replayed through', () => {
  test.each(replayed.map((settings) => [settings.kind, settings] as const))(
    '%s says nothing of regular heartbeats, and notices their end once',
    (_kind, settings) => {
      const trace = traceOf(regular(50));
      const result = replay(trace, settings);
      expect(result.suspicions).toMatchObject([{ untilMs: null }]);
      expect(result.suspicions[0]?.fromMs).toBeGreaterThan(50_000);
      expect(qualityOf(trace, result)).toMatchObject({ mistakes: 0, accuracy: 1, mistakesPerHour: 0 });
    },
  );

  test.each(replayed.map((settings) => [settings.kind, settings] as const))(
    '%s takes a suspicion back when the peer speaks again',
    (_kind, settings) => {
      const result = replay(traceOf([...regular(10), 7000, ...regular(10)]), settings);
      expect(result.suspicions).toMatchObject([{ untilMs: 17_000 }, { untilMs: null }]);
    },
  );

  test.each(replayed.map((settings) => [settings.kind, settings] as const))(
    '%s is told apart from others by its times only: they never go back, and the last suspicion stays',
    (_kind, settings) => {
      fc.assert(
        fc.property(fc.array(fc.double({ min: 0, max: 5000, noNaN: true }), { maxLength: 60 }), (gaps) => {
          const trace = traceOf(gaps);
          const { suspicions, warnings } = replay(trace, settings);
          for (const list of [suspicions, warnings]) {
            const times = list.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs ?? Infinity]);
            expect(times).toEqual(times.toSorted((a, b) => a - b));
          }
          expect(suspicions.at(-1)?.untilMs).toBeNull();
          expect(suspicions.at(-1)?.fromMs).toBeGreaterThan(trace.arrivalsMs.at(-1) ?? 0);
          const { accuracy, accuracy95 } = qualityOf(trace, replay(trace, settings));
          expect(accuracy ?? 0).toBeGreaterThanOrEqual(0);
          expect(accuracy ?? 0).toBeLessThanOrEqual(1);
          expect(accuracy95?.from ?? 0).toBeLessThanOrEqual((accuracy ?? 0) + 1e-12);
        }),
      );
    },
  );

  test.each([
    ['eof', 'asks-kernel'],
    ['keepalive', 'asks-kernel'],
    ['learned-heartbeat', 'makes-arrivals'],
  ] as const)('%s is not: %s', (kind, why) => {
    expect(whyNotReplayed({ kind })).toBe(why);
    expect(() => replay(traceOf([1]), { kind } as DetectorSettings)).toThrow(why);
  });
});

test('in steps comes out what comes out at once', () => {
  const trace = traceOf(Array.from({ length: 1100 }, (_, index) => (index % 90 === 0 ? 4000 : 1000)));
  const steps = replaySteps(trace, kOfN);
  const told: number[] = [];
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) told.push(step.value);
  expect(told).toEqual([250, 500, 750, 1000]);
  expect(step.value).toEqual(replay(trace, kOfN));
});

describe('no verdict while heartbeats arrive inside the bound', () => {
  const silent = (gaps: readonly number[], settings: DetectorSettings): void => {
    expect(replay(traceOf(gaps), settings).suspicions).toHaveLength(1);
  };

  test('phi-accrual: the shortest mean that there can be, and the least deviation', () => {
    const bound = 750 + deviationsAt(phi.threshold) * phi.minDeviationMs;
    const gaps = fc.array(fc.double({ min: 750, max: bound - 0.01, noNaN: true }), { maxLength: 200 });
    fc.assert(fc.property(gaps, (list) => silent(list, phi)));
  });

  test('k-of-n: the interval and the slack', () => {
    const gaps = fc.array(fc.double({ min: 0, max: 1499.9, noNaN: true }), { maxLength: 200 });
    fc.assert(fc.property(gaps, (list) => silent(list, kOfN)));
  });

  test('bfd: the detection time', () => {
    const gaps = fc.array(fc.double({ min: 0, max: detectionMs(bfd) - 0.01, noNaN: true }), { maxLength: 200 });
    fc.assert(fc.property(gaps, (list) => silent(list, bfd)));
  });
});

describe('phi', () => {
  test('is highest just before a heartbeat, and passes the threshold where the suspicion begins', () => {
    const { phi: rising, suspicions } = replay(traceOf([...regular(20), 3000, 1000]), phi);
    const curve = rising?.sampled({ fromMs: 0, toMs: 24_000 }, 240);
    const peak = curve?.filter(({ atMs }) => atMs > 20_000 && atMs <= 23_000) ?? [];
    expect(curve).toHaveLength(240);
    expect(Math.max(...peak.map((point) => point.phi))).toBeGreaterThan(8);
    const crossed = peak.find((point) => point.phi >= 8)?.atMs ?? 0;
    expect(Math.abs(crossed - (suspicions[0]?.fromMs ?? 0))).toBeLessThan(200);
  });

  test('is the same from near as from afar', () => {
    const curve = replay(traceOf([...regular(20), 3000, 1000]), phi).phi;
    const afar = curve?.sampled({ fromMs: 0, toMs: 24_000 }, 240) ?? [];
    const near = curve?.sampled({ fromMs: 20_000, toMs: 24_000 }, 40) ?? [];
    expect(near.map(({ atMs }) => atMs)).toEqual(afar.slice(200).map(({ atMs }) => atMs));
    for (const [index, point] of near.entries()) expect(point.phi).toBeCloseTo(afar[200 + index]?.phi ?? -1, 9);
  });

  test('has forgotten the gap that it took for death, but not the one that it bore', () => {
    const after = (gap: number) => replay(traceOf([...regular(30), gap, ...regular(5)]), phi).suspicions.at(-1);
    const plain = replay(traceOf([...regular(36)]), phi).suspicions[0]?.fromMs ?? 0;
    expect((after(9000)?.fromMs ?? 0) - 44_000).toBeCloseTo(plain - 36_000, 0);
    expect((after(1400)?.fromMs ?? 0) - 36_400).toBeGreaterThan(plain - 36_000 + 5);
  });

  test('is nobody else’s', () => {
    expect(replay(traceOf([1000]), bfd).phi).toBeNull();
  });
});

describe('quality of service', () => {
  // Two mistakes of 500 and 1500 ms, one from 2.5 s, one from 7.5 s on; then 10 s.
  const gaps = [1000, 2000, 1000, 1000, 1000, 3000, 1000];
  const trace = traceOf(gaps);

  test('mistakes, how often and how long', () => {
    const quality = qualityOf(trace, replay(trace, deadline));
    expect(quality).toMatchObject({
      mistakes: 2,
      mistakeRecurrenceMs: 5000,
      mistakeDurationMs: 1000,
      mistakesPerHour: 720,
      accuracy: 0.8,
      detectionMs: 1500,
      watchedMs: 10_000,
    });
    expect(quality.mistakesPerHour95?.from).toBeCloseTo(0.2422 * 360, 0);
    expect(quality.mistakesPerHour95?.to).toBeCloseTo(7.2247 * 360, 0);
  });

  test('a death in the trace starts the clock of detection', () => {
    const dead = { ...trace, diedAtMs: 10_800 };
    expect(qualityOf(dead, replay(dead, deadline))).toMatchObject({ detectionMs: 700, watchedMs: 10_800, mistakes: 2 });
  });

  test('who suspected it already has noticed at once, by a mistake whose length nobody knows', () => {
    const dead = { ...trace, diedAtMs: 12_000 };
    expect(qualityOf(dead, replay(dead, deadline))).toMatchObject({
      detectionMs: 0,
      mistakes: 3,
      mistakeDurationMs: 1000,
    });
  });

  test('heartbeats still on their way at the death are no mistake', () => {
    const dead = traceOf([1000, 1000, 2000], 2100);
    expect(qualityOf(dead, replay(dead, deadline))).toMatchObject({ mistakes: 0, detectionMs: 3400 });
  });

  test('a trace without length has no rate', () => {
    const instant = traceOf([0]);
    expect(qualityOf(instant, replay(instant, deadline))).toMatchObject({ mistakesPerHour: null, accuracy: null });
  });
});

describe('generated traces', () => {
  test.each(exampleNames)('%s is always the same, in order, and begins at 0', (name) => {
    const { arrivalsMs, diedAtMs } = exampleTrace(name);
    expect(exampleTrace(name)).toEqual({ arrivalsMs, diedAtMs });
    expect(arrivalsMs[0]).toBe(0);
    expect(arrivalsMs).toEqual(arrivalsMs.toSorted((a, b) => a - b));
    expect(diedAtMs).toBeGreaterThan(arrivalsMs.at(-1) ?? Infinity);
  });

  test('lose what they promise', () => {
    expect(exampleTrace('jittery').arrivalsMs).toHaveLength(300);
    expect(exampleTrace('bursty').arrivalsMs).toHaveLength(300 * 0.95);
    expect(figuresOf(exampleTrace('outage'))).toMatchObject({ arrivals: 292 });
    expect(figuresOf(exampleTrace('outage')).longestGapMs).toBeCloseTo(9000, -2);
  });
});

describe('detectors that fit a trace', () => {
  test('keep its pace: none takes it for dead while it is regular', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 3_600_000 }), (paceMs) => {
        const trace = traceOf(Array.from({ length: 30 }, () => paceMs));
        for (const settings of fittingDetectors(trace)) {
          expect(problemsOfDetector(settings)).toEqual([]);
          expect(replay(trace, settings).suspicions, settings.kind).toHaveLength(1);
        }
      }),
    );
  });

  test('are such as can be asked for, even where all heartbeats came at once', () => {
    for (const settings of fittingDetectors(traceOf([0, 0]))) expect(problemsOfDetector(settings)).toEqual([]);
  });
});
