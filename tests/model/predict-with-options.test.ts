import { expect, test } from 'vitest';
import { predict, priorSituation } from '#model/predict/index.ts';
import type { Kernel, Prediction, Situation } from '#model/prediction.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { HeartbeatSettings } from '#model/detectors/heartbeat.ts';
import type { SocketOptions } from '#model/options.ts';

const kernel: Kernel = { os: 'linux', hz: 250, retries2: 15 };
const blackhole: Fault = { kind: 'blackhole', direction: 'both' };
const heartbeat: HeartbeatSettings = {
  kind: 'heartbeat',
  idleMs: 10_000,
  intervalMs: 3000,
  tries: 3,
  from: 'client',
  frame: 'classic',
};
const quick = { idleMs: 1000, intervalMs: 1000, count: 2 };

/** One second after the last sign of life. */
function situation(detector: DetectorSettings): Situation {
  const ms = (value: number) => ({ fromMs: value, toMs: value });
  return {
    ...priorSituation({ detector, traffic: 'idle', kernel }),
    sinceSegmentMs: ms(500),
    sinceHeardMs: ms(500),
    rtoMs: ms(204),
    rttMs: ms(0),
  };
}
const predicted = (detector: DetectorSettings, options: SocketOptions, fault: Fault = blackhole): Prediction =>
  predict({ detector, options, traffic: 'idle', fault, kernel }, situation(detector));
const alone = (detector: DetectorSettings, fault: Fault = blackhole): Prediction =>
  predict({ detector, fault, traffic: 'idle', kernel }, situation(detector));

test('without options beside it a detector is predicted as ever', () => {
  expect(predicted(heartbeat, {})).toEqual(alone(heartbeat));
});

test('a reader with keepalive options is the keepalive detector', () => {
  expect(predicted({ kind: 'eof' }, { keepalive: quick })).toEqual(alone({ kind: 'keepalive', ...quick }));
  expect(predicted({ kind: 'keepalive', ...quick }, { userTimeoutMs: 5000 })).toEqual(
    alone({ kind: 'keepalive', ...quick, userTimeoutMs: 5000 }),
  );
  expect(predicted({ kind: 'user-timeout', timeoutMs: 5000 }, { keepalive: quick })).toEqual(
    alone({ kind: 'keepalive', ...quick, userTimeoutMs: 5000 }),
  );
});

test('keepalive that gives up before the first PING is what notices', () => {
  expect(predicted(heartbeat, { keepalive: quick })).toMatchObject({
    rule: 'keepalive-idle',
    errno: 'ETIMEDOUT',
    toMs: expect.closeTo(2500, -3),
  });
});

test('keepalive that would begin after the PING is suspended by it, so the heartbeat notices', () => {
  const late = { idleMs: 60_000, intervalMs: 1000, count: 2 };
  expect(predicted(heartbeat, { keepalive: late })).toEqual(alone(heartbeat));
});

test('keepalive that would give up at about the time of the PING leaves it open', () => {
  const between = { idleMs: 4000, intervalMs: 3000, count: 2 };
  expect(predicted(heartbeat, { keepalive: between }).kind).toBe('unpredicted');
});

test('a user timeout kills on the PING itself when it is shorter than the tries', () => {
  const both = predicted(heartbeat, { userTimeoutMs: 2000 });
  expect(both).toMatchObject({ kind: 'interval', rule: 'user-timeout-data' });
  const { fromMs, toMs } = both as Prediction & { kind: 'interval' };
  expect(fromMs).toBeGreaterThan(9500 + 2000 - 100);
  expect(toMs).toBeLessThan((alone(heartbeat) as Prediction & { kind: 'interval' }).fromMs);
});

test('to a frozen peer the options change nothing: its kernel answers', () => {
  expect(predicted(heartbeat, { keepalive: quick }, { kind: 'freeze' })).toEqual(alone(heartbeat, { kind: 'freeze' }));
});

test('what the peer announces is seen as ever', () => {
  const probe: DetectorSettings = { kind: 'write-probe', intervalMs: 1000 };
  expect(predicted(probe, { keepalive: quick }, { kind: 'half-close' })).toEqual(alone(probe, { kind: 'half-close' }));
});
