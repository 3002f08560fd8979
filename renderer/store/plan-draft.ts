/** The experiment that someone is putting together. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { heartbeat } from '#model/detectors/heartbeat.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { keepalive } from '#model/detectors/keepalive.ts';
import { userTimeout } from '#model/detectors/user-timeout.ts';
import { blackhole } from '#model/faults/blackhole.ts';
import { freeze } from '#model/faults/freeze.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Plan } from '#model/plan/plan.ts';
import type { Traffic } from '#model/traffic.ts';

export const freshPlan: Plan = {
  version: 1,
  name: 'my experiment',
  deadlineMs: 10_000,
  repeats: 3,
  phase: { kind: 'random' },
  seed: 1,
  detectors: [keepalive.example, heartbeat.example, userTimeout.example],
  faults: [blackhole.example, freeze.example],
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
