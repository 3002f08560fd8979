/** Two independent readings of net/ipv4: a simulated kernel, and the closed forms. Where they disagree, one is wrong. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timerWheel } from '#model/kernel/timer-wheel.ts';
import type { Wheel } from '#model/kernel/timer-wheel.ts';
import { predictCell } from '#model/predict/index.ts';
import type { Kernel } from '#model/prediction.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Traffic } from '#model/traffic.ts';
import { planOf, simulated, trialsIn, usualKernel } from './simulated.ts';

const seconds = (max: number) => fc.integer({ min: 1, max }).map((s) => s * 1000);
const probes = { idleMs: seconds(7200), intervalMs: seconds(600), count: fc.integer({ min: 1, max: 20 }) };
const userTimeout = fc.integer({ min: 100, max: 4_000_000 });
const millis = fc.integer({ min: 100, max: 60_000 });

const settings: fc.Arbitrary<DetectorSettings> = fc.oneof(
  fc.record({ kind: fc.constant('keepalive' as const), ...probes }),
  fc.record({ kind: fc.constant('keepalive' as const), ...probes, userTimeoutMs: userTimeout }),
  fc.record({ kind: fc.constant('user-timeout' as const), timeoutMs: userTimeout }),
  fc.record({
    kind: fc.constantFrom('heartbeat' as const, 'dedicated-heartbeat' as const),
    idleMs: millis,
    intervalMs: millis,
    tries: fc.integer({ min: 1, max: 10 }),
    from: fc.constant('client' as const),
    frame: fc.constant('classic' as const),
  }),
  fc.record({ kind: fc.constant('receive-deadline' as const), everyMs: millis, slackMs: millis }),
  fc.record({
    kind: fc.constant('tcp-info' as const),
    rule: fc.constant('unacked' as const),
    everyMs: fc.integer({ min: 50, max: 1000 }),
    silenceMs: fc.integer({ min: 600, max: 10_000 }),
  }),
  // A poll that comes with the urgent byte sees it unacknowledged: the allowed silence must be longer than the interval.
  fc
    .record({
      kind: fc.constant('oob' as const),
      intervalMs: fc.integer({ min: 300, max: 5000 }),
      silenceMs: fc.integer({ min: 300, max: 5000 }),
      everyMs: fc.integer({ min: 50, max: 1000 }),
    })
    .map((oob) => ({ ...oob, silenceMs: oob.intervalMs + oob.silenceMs })),
  fc.record({
    kind: fc.constant('phi-accrual' as const),
    intervalMs: fc.integer({ min: 100, max: 5000 }),
    threshold: fc.double({ min: 0.5, max: 100, noNaN: true }),
    window: fc.integer({ min: 1, max: 40 }),
    minDeviationMs: fc.integer({ min: 1, max: 2000 }),
    pauseMs: fc.nat(5000),
    firstEstimateMs: fc.integer({ min: 5000, max: 10_000 }),
  }),
  fc.record({
    kind: fc.constant('k-of-n' as const),
    intervalMs: millis,
    slackMs: millis,
    k: fc.integer({ min: 1, max: 5 }),
    n: fc.integer({ min: 5, max: 10 }),
  }),
  fc.record({
    kind: fc.constant('bfd' as const),
    minTxMs: millis,
    minRxMs: millis,
    peerMinTxMs: millis,
    peerMinRxMs: millis,
    multiplier: fc.integer({ min: 1, max: 10 }),
    seed: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('learned-heartbeat' as const),
    startMs: millis,
    stepMs: fc.nat(10_000),
    factor: fc.double({ min: 1, max: 3, noNaN: true }),
    maxMs: fc.constant(60_000),
    marginMs: fc.nat(1000),
    timeoutMs: millis,
    tries: fc.integer({ min: 1, max: 10 }),
  }),
  fc.record({ kind: fc.constant('write-probe' as const), intervalMs: millis }),
  fc.constant({ kind: 'eof' as const }),
);

/** As the kernel's own, never late, and as late as can be. */
const wheels: readonly Wheel[] = [timerWheel, (expires) => expires, (expires, _delay, granule) => expires + granule];

/** Until after the verdict, if there is to be one. */
function deadlineFor(detector: DetectorSettings, fault: Fault, traffic: Traffic): number {
  const prediction = predictCell({ detector, fault, traffic, kernel: usualKernel });
  return prediction.kind === 'interval' && prediction.toMs < Infinity ? prediction.toMs + 5000 : 120_000;
}

const blackhole: Fault = { kind: 'blackhole', direction: 'both' };

describe('a simulated run of any detector ends where its closed form says', () => {
  test.each([
    ['blackhole', 'idle'],
    ['blackhole', 'writing'],
    ['freeze', 'idle'],
    ['freeze', 'writing'],
  ] as const)('%s, %s', async (kind, traffic) => {
    const fault: Fault = kind === 'freeze' ? { kind } : blackhole;
    await fc.assert(
      fc.asyncProperty(settings, fc.nat(1e6), fc.constantFrom(...wheels), async (detector, seed, wheel) => {
        const deadlineMs = deadlineFor(detector, fault, traffic);
        const plan = planOf({ detectors: [detector], faults: [fault], traffic: [traffic], deadlineMs, seed });
        const [trial] = trialsIn(await simulated(plan, { wheel }));
        expect(trial, JSON.stringify(trial)).toMatchObject({ withinPrediction: true });
      }),
      // Always the same: within 0.1 ms of the fault what is on its way may count or not, and nobody can tell.
      { numRuns: 200, seed: 20_260_101 },
    );
  });
});

const exact: Wheel = (expires) => expires;

/** From the last sign of life on: the fault strikes when the probe cycle has just begun anew. */
async function blackout(
  detector: DetectorSettings,
  traffic: Traffic = 'idle',
  kernel: Kernel = usualKernel,
): Promise<number> {
  const phase = { kind: 'fixed', offsetMs: 0.5 } as const;
  const plan = planOf({ detectors: [detector], faults: [blackhole], traffic: [traffic], phase, deadlineMs: 1e7 });
  const [trial] = trialsIn(await simulated(plan, { wheel: exact, kernel }));
  expect(trial).toMatchObject({ withinPrediction: true });
  return (trial?.detectionMs ?? 0) / 1000;
}

describe('known cases, without lateness', () => {
  const keepalive = (idle: number, interval: number, count: number, timeout?: number): DetectorSettings => ({
    kind: 'keepalive',
    idleMs: idle * 1000,
    intervalMs: interval * 1000,
    count,
    ...(timeout !== undefined && { userTimeoutMs: timeout * 1000 }),
  });

  test.each([
    ['the defaults of Linux, 7200/75/9, take 2 h 11 min', keepalive(7200, 75, 9), 7875],
    ['5/3/3', keepalive(5, 3, 3), 14],
    ['1/11/3 with a user timeout of 5 s: the first tick past it', keepalive(1, 11, 3, 5), 12],
    ['5/5/3 with a user timeout of 30 s: five intervals, whatever the count', keepalive(5, 5, 3, 30), 30],
  ])('%s', async (_name, detector, total) => {
    expect(await blackout(detector)).toBeCloseTo(total, 1);
  });

  test('a heartbeat of 10/3/3 is dead after 19 s', async () => {
    const detector = { kind: 'heartbeat', idleMs: 10_000, intervalMs: 3000, tries: 3 } as const;
    expect(await blackout({ ...detector, from: 'client', frame: 'classic' })).toBeCloseTo(19, 1);
  });

  test('retries2 = 5 gives up after 13 s, 15 after more than 924.6 s', async () => {
    expect(await blackout({ kind: 'eof' }, 'writing', { ...usualKernel, retries2: 5 })).toBeCloseTo(13.3, 0);
    const usual = await blackout({ kind: 'eof' }, 'writing');
    expect(usual).toBeGreaterThan(924.6);
    expect(usual).toBeLessThan(935);
  });

  test('a user timeout gives a frozen reader up when its buffer is full: 63.8 s were measured with 5 s', async () => {
    const detectors = [{ kind: 'user-timeout', timeoutMs: 5000 }] as const;
    const plan = planOf({
      detectors,
      faults: [{ kind: 'freeze' }],
      traffic: ['writing'],
      repeats: 3,
      deadlineMs: 90_000,
    });
    for (const trial of trialsIn(await simulated(plan))) {
      expect(trial).toMatchObject({ outcome: 'detected', withinPrediction: true });
      expect(Math.abs((trial.detectionMs ?? 0) - 63_800)).toBeLessThan(1000);
    }
  });
});
