/** Streams of run events made by hand and at random. */
import * as fc from 'fast-check';
import type { Verdict } from '#model/detector.ts';
import type { RunEvent, TrialId } from '#model/event.ts';
import type { Prediction, Situation } from '#model/prediction.ts';
import type { HostFacts, Outcome } from '#model/result/result.ts';
import type { Plan } from '#model/plan/plan.ts';
import { nsOfMs } from '#model/time.ts';
import { trialsOf } from '#model/plan/trials.ts';

export const run = 'run-1';

export const host: HostFacts = {
  os: 'Linux',
  kernel: '6.18.44',
  arch: 'x64',
  hz: 250,
  retries2: 15,
  node: 'v24.21.0',
  halfopen: '0.1.0',
};

export const fiveSeconds: Prediction = {
  kind: 'interval',
  verdict: 'dead',
  errno: null,
  fromMs: 0,
  toMs: 5000,
  rule: 'heartbeat',
  formula: 'idle - age + tries*interval',
  source: 'main/model/detectors/heartbeat.ts',
};

const exactly = (ms: number) => ({ fromMs: ms, toMs: ms });

const situation: Situation = {
  sinceSegmentMs: exactly(0),
  lastWasProbe: null,
  sinceHeardMs: exactly(0),
  untilWriteMs: null,
  untilUrgentMs: null,
  unackedForMs: null,
  untilPollMs: null,
  rtoMs: exactly(200),
  rttMs: exactly(0),
};

export const dead: Verdict = { kind: 'dead', reason: 'no answer to 3 tries', errno: null };

export const started = (plan: Plan, atMs = 0): RunEvent => ({
  run,
  at: nsOfMs(atMs),
  type: 'started',
  plan,
  host,
  startedAt: '2026-11-20T12:00:00.000Z',
});

export const linked = (trial: TrialId, atMs: number): RunEvent => ({
  run,
  at: nsOfMs(atMs),
  type: 'linked',
  trial,
  local: { address: '127.0.0.1', port: 1000 + trial },
  remote: { address: '127.0.0.1', port: 43_211 },
  effective: { keepalive: { unsupported: 'no helper' }, userTimeoutMs: { unsupported: 'no helper' } },
});

export function struck(plan: Plan, trial: TrialId, atMs: number, prediction = fiveSeconds): RunEvent {
  const fault = trialsOf(plan)[trial]?.cell.fault;
  if (fault === undefined) throw new Error(`no trial ${trial}`);
  const began = { from: nsOfMs(atMs), to: nsOfMs(atMs + 0.25) };
  return { run, at: began.from, type: 'fault', trial, fault, began, situation, prediction };
}

export interface End {
  readonly outcome: Outcome;
  readonly verdictAtMs?: number;
  readonly invalidReason?: string;
}

export const trialEnded = (trial: TrialId, atMs: number, end: End): RunEvent => ({
  run,
  at: nsOfMs(atMs),
  type: 'trial-ended',
  trial,
  outcome: end.outcome,
  verdict: end.verdictAtMs === undefined ? null : dead,
  verdictAt: end.verdictAtMs === undefined ? null : nsOfMs(end.verdictAtMs),
  probePackets: 4,
  probeBytes: 208,
  healthyMs: 1000,
  invalidReason: end.invalidReason ?? null,
});

export const ended = (atMs: number, status: 'complete' | 'cancelled' = 'complete'): RunEvent => ({
  run,
  at: nsOfMs(atMs),
  type: 'ended',
  status,
  figures: null,
  error: null,
});

const anyEnd: fc.Arbitrary<End> = fc.oneof(
  fc.record({ outcome: fc.constantFrom('undetected' as const, 'survived' as const) }),
  fc.record({
    outcome: fc.constantFrom('detected' as const, 'false-alarm' as const),
    verdictAtMs: fc.integer({ min: 1500, max: 20_000 }),
  }),
  fc.record({ outcome: fc.constant('invalid' as const), invalidReason: fc.constant('the peer is gone') }),
);

/** A stream in which every trial gets as far as chance lets it; the order of trials is mixed, each one's own is kept. */
export function anyStream(plan: Plan): fc.Arbitrary<readonly RunEvent[]> {
  const lives = trialsOf(plan).map(({ id }) =>
    fc
      .record({ steps: fc.integer({ min: 0, max: 3 }), end: anyEnd, order: fc.integer() })
      .map(({ steps, end, order }) => ({
        order,
        events: [linked(id, 100), struck(plan, id, 1000), trialEnded(id, 21_000, end)].slice(0, steps),
      })),
  );
  const mixed = fc
    .tuple(...lives)
    .map((drawn) => drawn.toSorted((a, b) => a.order - b.order).flatMap(({ events }) => events));
  return fc
    .tuple(mixed, fc.boolean())
    .map(([events, isWhole]) => [started(plan), ...events, ...(isWhole ? [ended(21_000)] : [])]);
}
