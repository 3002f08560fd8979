/** The experiment that someone is putting together. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Plan } from '#model/plan/plan.ts';
import type { Traffic } from '#model/traffic.ts';

/** Each kind as it is added: what people would try first. */
export const freshDetectors: Readonly<Record<DetectorSettings['kind'], DetectorSettings>> = {
  eof: { kind: 'eof' },
  keepalive: { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 3 },
  'user-timeout': { kind: 'user-timeout', timeoutMs: 3000 },
  heartbeat: {
    kind: 'heartbeat',
    idleMs: 1000,
    intervalMs: 1000,
    tries: 3,
    from: 'client',
    frame: 'classic',
    activity: 'fresh',
  },
  'dedicated-heartbeat': {
    kind: 'dedicated-heartbeat',
    idleMs: 1000,
    intervalMs: 1000,
    tries: 3,
    from: 'client',
    frame: 'classic',
  },
  'tcp-info': { kind: 'tcp-info', rule: 'unacked', everyMs: 200, silenceMs: 3000 },
  oob: { kind: 'oob', intervalMs: 1000, silenceMs: 3000, everyMs: 200 },
  'write-probe': { kind: 'write-probe', intervalMs: 1000 },
  'receive-deadline': { kind: 'receive-deadline', everyMs: 1000, slackMs: 2000 },
  'phi-accrual': {
    kind: 'phi-accrual',
    intervalMs: 500,
    threshold: 8,
    window: 1000,
    minDeviationMs: 100,
    pauseMs: 0,
    firstEstimateMs: 500,
  },
  'k-of-n': { kind: 'k-of-n', intervalMs: 500, slackMs: 250, k: 3, n: 5 },
  bfd: { kind: 'bfd', minTxMs: 500, minRxMs: 500, peerMinTxMs: 500, peerMinRxMs: 500, multiplier: 3, seed: 1 },
  'learned-heartbeat': {
    kind: 'learned-heartbeat',
    startMs: 1000,
    stepMs: 1000,
    factor: 1,
    maxMs: 5000,
    marginMs: 500,
    timeoutMs: 1000,
    tries: 3,
  },
};

export const freshFaults: Readonly<Record<Fault['kind'], Fault>> = {
  none: { kind: 'none' },
  fin: { kind: 'fin' },
  'half-close': { kind: 'half-close' },
  rst: { kind: 'rst' },
  kill: { kind: 'kill' },
  freeze: { kind: 'freeze' },
  blackhole: { kind: 'blackhole', direction: 'both' },
  outage: { kind: 'outage', direction: 'both', durationMs: 1500 },
  reboot: { kind: 'reboot', downMs: 2000 },
  'slow-pong': { kind: 'slow-pong', delayMs: 10_000, countsAs: 'alive' },
  loss: { kind: 'loss', direction: 'both', percent: 10 },
  'link-down': { kind: 'link-down', side: 'peer' },
  'route-blackhole': { kind: 'route-blackhole' },
  'icmp-unreachable': { kind: 'icmp-unreachable', reason: 'host', rateLimited: true },
  'firewall-forgets': { kind: 'firewall-forgets', afterMs: 3000, reply: 'drop' },
  'middlebox-rst': { kind: 'middlebox-rst' },
  'host-reboot': { kind: 'host-reboot', downMs: 2000 },
};

export const freshPlan: Plan = {
  version: 1,
  name: 'my experiment',
  deadlineMs: 10_000,
  repeats: 3,
  phase: { kind: 'random' },
  seed: 1,
  detectors: [freshDetectors.keepalive, freshDetectors.heartbeat, freshDetectors['user-timeout']],
  faults: [freshFaults.blackhole, freshFaults.freeze],
  traffic: ['idle', 'writing'],
  expect: [],
};

export type Draft = StoreApi<Plan>;
export const createDraft = (plan: Plan): Draft => createStore(() => plan);

export const setDetector = (plan: Plan, at: number, detector: DetectorSettings | null): Plan => ({
  ...plan,
  detectors: replaced(plan.detectors, at, detector),
});

export const setFault = (plan: Plan, at: number, fault: Fault | null): Plan => ({
  ...plan,
  faults: replaced(plan.faults, at, fault),
});

export const toggleTraffic = (plan: Plan, traffic: Traffic): Plan => ({
  ...plan,
  traffic: plan.traffic.includes(traffic)
    ? plan.traffic.filter((other) => other !== traffic)
    : [...plan.traffic, traffic],
});

/** Null takes the entry out; one place after the last adds it. */
function replaced<T>(list: readonly T[], at: number, entry: T | null): readonly T[] {
  return entry === null ? list.toSpliced(at, 1) : list.toSpliced(at, 1, entry);
}
