/** Corners of the predictions that real runs found. */
import { describe, expect, test } from 'vitest';
import { predictCell } from '#model/predict/index.ts';
import type { Kernel } from '#model/prediction.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';

const linux: Kernel = { os: 'linux', hz: 250, retries2: 15 };
const heartbeat = (idleMs: number): DetectorSettings => ({
  kind: 'heartbeat',
  idleMs,
  intervalMs: idleMs,
  tries: 3,
  from: 'client',
  frame: 'classic',
});
const oob: DetectorSettings = { kind: 'oob', intervalMs: 1000, silenceMs: 8000, everyMs: 200 };
const outage = (direction: 'to-peer' | 'from-peer'): Fault => ({ kind: 'outage', direction, durationMs: 1500 });

describe('two urgent bytes of a writing connection', () => {
  test('can surface when they are sent again in one segment', () => {
    expect(predictCell({ detector: oob, fault: outage('to-peer'), traffic: 'writing', kernel: linux }).rule).not.toBe(
      'answered-before',
    );
  });

  test('never do when only the acknowledgements were lost', () => {
    expect(predictCell({ detector: oob, fault: outage('from-peer'), traffic: 'writing', kernel: linux })).toMatchObject(
      {
        kind: 'never',
        rule: 'answered-before',
      },
    );
  });
});

describe('a heartbeat that waits longer than the kernel', () => {
  const slow = heartbeat(10_000);
  const cut: Fault = { kind: 'blackhole', direction: 'both' };

  test('is told by the kernel, of its own unacknowledged PING', () => {
    expect(
      predictCell({ detector: slow, fault: cut, traffic: 'idle', kernel: { ...linux, retries2: 5 } }),
    ).toMatchObject({
      kind: 'interval',
      rule: 'retries2',
    });
  });

  test('decides itself when the kernel is more patient', () => {
    expect(predictCell({ detector: slow, fault: cut, traffic: 'idle', kernel: linux })).toMatchObject({
      kind: 'interval',
      rule: 'heartbeat',
      errno: null,
    });
  });
});

describe.each(['windows', 'darwin'] as const)('on %s', (os) => {
  const kernel: Kernel = { os, hz: 250, retries2: 15 };

  test.each<Fault>([
    { kind: 'outage', direction: 'both', durationMs: 1500 },
    { kind: 'reboot', downMs: 2000 },
  ])('what depends on its retransmissions is not predicted: $kind', (fault) => {
    expect(predictCell({ detector: heartbeat(1000), fault, traffic: 'idle', kernel })).toMatchObject({
      kind: 'unpredicted',
      rule: 'other-kernel',
    });
  });

  test('a frozen process is still never noticed by its kernel', () => {
    const keepalive: DetectorSettings = { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 3 };
    expect(predictCell({ detector: keepalive, fault: { kind: 'freeze' }, traffic: 'idle', kernel }).kind).toBe('never');
  });
});

describe('a heartbeat that takes its own writes for activity', () => {
  const naive: DetectorSettings = { ...heartbeat(1000), activity: 'traffic' } as DetectorSettings;

  test.each<Fault>([
    { kind: 'blackhole', direction: 'both' },
    { kind: 'blackhole', direction: 'to-peer' },
  ])('leaves a writing connection to the kernel: $direction', (cut) => {
    expect(predictCell({ detector: naive, fault: cut, traffic: 'writing', kernel: linux })).toMatchObject({
      kind: 'interval',
      rule: 'retries2',
    });
    expect(predictCell({ detector: naive, fault: cut, traffic: 'idle', kernel: linux })).toMatchObject({
      kind: 'interval',
      rule: 'heartbeat',
    });
  });

  test('never finds a frozen peer there', () => {
    expect(
      predictCell({ detector: naive, fault: { kind: 'freeze' }, traffic: 'writing', kernel: linux }),
    ).toMatchObject({
      kind: 'never',
      rule: 'ping-starved',
    });
  });

  test('may or may not, when its silence is shorter than the gap between two writes', () => {
    const quick = { ...heartbeat(300), activity: 'traffic' } as DetectorSettings;
    expect(
      predictCell({ detector: quick, fault: { kind: 'freeze' }, traffic: 'writing', kernel: linux }),
    ).toMatchObject({ rule: 'phase-decides' });
  });
});

test.each([
  [500, 'never', 'fresh-pong'],
  [2500, 'never', 'any-pong-counts'],
  [3010, 'unpredicted', 'phase-decides'],
  [5000, 'interval', 'heartbeat'],
] as const)('a PONG %i ms late, when any byte counts: %s', (delayMs, kind, rule) => {
  const naive = { ...heartbeat(1000), activity: 'received' } as DetectorSettings;
  expect(
    predictCell({ detector: naive, fault: { kind: 'slow-pong', delayMs }, traffic: 'idle', kernel: linux }),
  ).toMatchObject({ kind, rule });
});
