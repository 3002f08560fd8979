import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulate } from '#model/kernel/simulate.ts';
import { predict } from '#model/predict/index.ts';
import { granuleMs } from '#model/predict/timers.ts';
import type { Kernel } from '#model/prediction.ts';
import type { DetectorSettings, Fault, Traffic } from '#model/settings.ts';

const kernel: Kernel = { os: 'linux', hz: 250, retries2: 15 };
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
  fc.record({
    kind: fc.constant('oob' as const),
    intervalMs: fc.integer({ min: 300, max: 5000 }),
    silenceMs: fc.integer({ min: 600, max: 10_000 }),
    everyMs: fc.integer({ min: 50, max: 1000 }),
  }),
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

/** Long enough for any of the settings above to give up, retries2 included; short where polls go on for ever. */
function limitFor({ kind }: DetectorSettings, fault: 'blackhole' | 'freeze'): number {
  if (kind === 'tcp-info' || kind === 'oob') return 60_000;
  return fault === 'freeze' && kind === 'write-probe' ? 60_000 : 4e7;
}

function agrees(
  detector: DetectorSettings,
  fault: 'blackhole' | 'freeze',
  traffic: Traffic,
  { faultAtMs, late }: { faultAtMs: number; late: number },
): void {
  const lateMs = (delayMs: number): number => late * granuleMs(delayMs, kernel);
  const { situation, detectionMs } = simulate({
    detector,
    fault,
    traffic,
    faultAtMs,
    kernel,
    lateMs,
    limitMs: limitFor(detector, fault),
  });
  const struck: Fault = fault === 'freeze' ? { kind: 'freeze' } : { kind: 'blackhole', direction: 'both' };
  const prediction = predict(detector, struck, traffic, kernel, situation);
  const seen = JSON.stringify({ detectionMs, prediction, situation });
  if (prediction.kind === 'never') return expect(detectionMs, seen).toBeNull();
  if (prediction.kind === 'unpredicted') throw new Error(`nothing predicted: ${seen}`);
  expect(detectionMs, seen).not.toBeNull();
  expect(detectionMs, seen).toBeGreaterThanOrEqual(prediction.fromMs);
  expect(detectionMs, seen).toBeLessThanOrEqual(prediction.toMs);
  return undefined;
}

describe('a simulated run of any detector ends where its closed form says', () => {
  test.each([
    ['blackhole', 'idle'],
    ['blackhole', 'writing'],
    ['freeze', 'idle'],
    ['freeze', 'writing'],
  ] as const)('%s, %s', (fault, traffic) => {
    const phase = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(settings, phase, phase, (detector, when, late) => {
        // Never at the very instant of a timer: which of the two comes first would be a matter of rounding.
        agrees(detector, fault, traffic, { faultAtMs: 10_000.37 + Math.round(when * 20_000), late });
      }),
      { numRuns: 400 },
    );
  });
});

const ideal = { faultAtMs: 0.5, limitMs: 2e7, kernel, lateMs: () => 0 };
const blackout = (detector: DetectorSettings, traffic: Traffic = 'idle', on: Kernel = kernel): number | null =>
  simulate({ ...ideal, detector, traffic, fault: 'blackhole', kernel: on }).detectionMs;

describe('known cases, without lateness, from the last segment on', () => {
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
  ])('%s', (_name, detector, total) => {
    expect((blackout(detector) ?? 0) / 1000).toBeCloseTo(total, 2);
  });

  test('a heartbeat of 10/3/3 is dead after 19 s', () => {
    const detector = { kind: 'heartbeat', idleMs: 10_000, intervalMs: 3000, tries: 3 } as const;
    expect((blackout({ ...detector, from: 'client', frame: 'classic' }) ?? 0) / 1000).toBeCloseTo(19, 2);
  });

  test('retries2 = 5 gives up after 13 s, 15 after more than 924.6 s', () => {
    expect((blackout({ kind: 'eof' }, 'writing', { ...kernel, retries2: 5 }) ?? 0) / 1000).toBeCloseTo(13.3, 0);
    const usual = (blackout({ kind: 'eof' }, 'writing') ?? 0) / 1000;
    expect(usual).toBeGreaterThan(924.6);
    expect(usual).toBeLessThan(935);
  });
});
