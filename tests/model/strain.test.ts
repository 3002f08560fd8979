import { expect, it } from 'vitest';
import { classicResult } from '../report/fixture.ts';
import { traitsOf } from '#model/detectors/index.ts';
import { strainOf } from '#model/result/strain.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';

const heartbeat = {
  kind: 'heartbeat',
  idleMs: 1000,
  intervalMs: 400,
  tries: 3,
  from: 'client',
  frame: 'classic',
} as const;
const kOfN = { kind: 'k-of-n', intervalMs: 1000, slackMs: 250, k: 3, n: 5 } as const;
const keepalive = { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 3 } as const;
const { figures } = classicResult();
if (figures === null) throw new Error('the sample has figures');
const felt = (eventLoopLagMaxMs: number | null) => ({ ...figures, eventLoopLagMaxMs });

it('a run is strained when its timers were later than what the least patient detector bears', () => {
  const both: readonly DetectorSettings[] = [heartbeat, kOfN, keepalive];
  expect(strainOf(both, felt(249))).toEqual({
    worstLagMs: 249,
    toleratedMs: 250,
    detector: 'k-of-n 1s+250ms 3 of 5',
    exceeded: false,
  });
  expect(strainOf(both, felt(251))).toMatchObject({ exceeded: true });
  expect(strainOf([heartbeat], felt(401))).toMatchObject({ toleratedMs: 400, exceeded: true });
});

it('a kernel does not mind, and an older run cannot tell', () => {
  expect(traitsOf(keepalive).toleratesLateMs).toBeNull();
  expect(strainOf([keepalive], felt(9000))).toBeNull();
  expect(strainOf([heartbeat], felt(null))).toBeNull();
  expect(strainOf([heartbeat], figures)).toBeNull();
  expect(strainOf([heartbeat], null)).toBeNull();
});

it('phi bears the deviations at which it reaches its threshold, and the pause', () => {
  const phi = {
    kind: 'phi-accrual',
    intervalMs: 1000,
    threshold: 8,
    window: 100,
    minDeviationMs: 100,
    pauseMs: 3000,
    firstEstimateMs: 1000,
  } as const;
  expect(traitsOf(phi).toleratesLateMs).toBeCloseTo(3000 + 5.226 * 100, 0);
});
