/** Random but valid plans, for properties that must hold for every one of them. */
import * as fc from 'fast-check';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Expectation, Plan, Story } from '#model/plan/plan.ts';
import type { Fault } from '#model/faults/index.ts';

const seconds = fc.integer({ min: 1, max: 32_767 }).map((value) => value * 1000);
const period = fc.integer({ min: 10, max: 24 * 3_600_000 });
const userTimeoutMs = fc.integer({ min: 1, max: 2_147_483_647 });

const anySettings: fc.Arbitrary<DetectorSettings> = fc.oneof(
  fc.constant({ kind: 'eof' } as const),
  fc.record(
    {
      kind: fc.constant('keepalive' as const),
      idleMs: seconds,
      intervalMs: seconds,
      count: fc.integer({ min: 1, max: 127 }),
      userTimeoutMs,
    },
    { requiredKeys: ['kind', 'idleMs', 'intervalMs', 'count'] },
  ),
  fc.record({ kind: fc.constant('user-timeout' as const), timeoutMs: userTimeoutMs }),
  fc.record(
    {
      kind: fc.constantFrom('heartbeat' as const, 'dedicated-heartbeat' as const),
      idleMs: period,
      intervalMs: period,
      tries: fc.integer({ min: 1, max: 1000 }),
      from: fc.constantFrom('client' as const, 'server' as const, 'both' as const),
      frame: fc.constantFrom('classic' as const, 'compact' as const),
      activity: fc.constantFrom('fresh' as const, 'received' as const, 'traffic' as const),
    },
    { requiredKeys: ['kind', 'idleMs', 'intervalMs', 'tries', 'from', 'frame'] },
  ),
  fc.record({ kind: fc.constant('tcp-info' as const), rule: fc.constant('state' as const), everyMs: period }),
  fc.record({
    kind: fc.constant('tcp-info' as const),
    rule: fc.constant('unacked' as const),
    everyMs: period,
    silenceMs: period,
  }),
  fc.record({ kind: fc.constant('oob' as const), intervalMs: period, silenceMs: period, everyMs: period }),
  fc.record({ kind: fc.constant('write-probe' as const), intervalMs: period }),
  fc.record({ kind: fc.constant('receive-deadline' as const), everyMs: period, slackMs: period }),
  fc.record({
    kind: fc.constant('phi-accrual' as const),
    intervalMs: period,
    threshold: fc.double({ min: 0.5, max: 100, noNaN: true }),
    window: fc.integer({ min: 1, max: 10_000 }),
    minDeviationMs: period,
    pauseMs: fc.nat(86_400_000),
    firstEstimateMs: period,
  }),
  fc.record({
    kind: fc.constant('k-of-n' as const),
    intervalMs: period,
    slackMs: period,
    k: fc.integer({ min: 1, max: 10 }),
    n: fc.integer({ min: 10, max: 1000 }),
  }),
  fc.record({
    kind: fc.constant('bfd' as const),
    minTxMs: period,
    minRxMs: period,
    peerMinTxMs: period,
    peerMinRxMs: period,
    multiplier: fc.integer({ min: 1, max: 255 }),
    seed: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('learned-heartbeat' as const),
    startMs: fc.integer({ min: 10, max: 60_000 }),
    maxMs: fc.integer({ min: 60_000, max: 86_400_000 }),
    stepMs: fc.nat(1000),
    factor: fc.double({ min: 1, max: 10, noNaN: true }),
    marginMs: fc.nat(1000),
    timeoutMs: period,
    tries: fc.integer({ min: 1, max: 1000 }),
  }),
);

const role = fc.record({ role: fc.constantFrom('before' as const, 'after' as const) }, { requiredKeys: [] });

export const anyDetector: fc.Arbitrary<DetectorSettings> = fc
  .tuple(anySettings, role)
  .map(([settings, label]) => ({ ...settings, ...label }));

const direction = fc.constantFrom('both' as const, 'to-peer' as const, 'from-peer' as const);
const faultMs = fc.integer({ min: 10, max: 999 });

export const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constantFrom('fin' as const, 'half-close' as const, 'rst' as const, 'kill' as const) }),
  fc.record({ kind: fc.constant('freeze' as const) }),
  fc.record({ kind: fc.constant('blackhole' as const), direction }),
  fc.record({ kind: fc.constant('outage' as const), direction, durationMs: faultMs }),
  fc.record({ kind: fc.constant('reboot' as const), downMs: faultMs }),
  fc.record(
    {
      kind: fc.constant('slow-pong' as const),
      delayMs: faultMs,
      countsAs: fc.constantFrom('alive' as const, 'dead' as const),
    },
    { requiredKeys: ['kind', 'delayMs'] },
  ),
  fc.record({
    kind: fc.constant('loss' as const),
    direction,
    percent: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(0.25)),
  }),
  fc.record({
    kind: fc.constant('link-down' as const),
    side: fc.constantFrom('own' as const, 'peer' as const, 'router' as const),
  }),
  fc.record({ kind: fc.constantFrom('route-blackhole' as const, 'middlebox-rst' as const) }),
  fc.record({
    kind: fc.constant('icmp-unreachable' as const),
    reason: fc.constantFrom('host' as const, 'port' as const, 'admin' as const),
    rateLimited: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('firewall-forgets' as const),
    afterMs: fc.constant(1000),
    reply: fc.constantFrom('drop' as const, 'rst' as const),
  }),
  fc.record({ kind: fc.constant('host-reboot' as const), downMs: faultMs }),
);

/** A role is a label: it makes no other detector. */
const unlabelled = (key: string, value: unknown): unknown => (key === 'role' ? undefined : value);
const unique = { selector: (value: unknown) => JSON.stringify(value, unlabelled), minLength: 1, maxLength: 4 };

const bare = fc.record({
  version: fc.constant(1 as const),
  name: fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }).filter(isPrintable),
  deadlineMs: fc.integer({ min: 1001, max: 24 * 3_600_000 }),
  repeats: fc.integer({ min: 1, max: 100 }),
  phase: fc.oneof(
    fc.constant({ kind: 'random' as const }),
    fc.record({ kind: fc.constant('fixed' as const), offsetMs: period }),
  ),
  seed: fc.integer({ min: 0, max: 2_147_483_647 }),
  detectors: fc.uniqueArray(anyDetector, unique),
  faults: fc.uniqueArray(anyFault, unique),
  traffic: fc.constantFrom<Plan['traffic'][]>(['idle'], ['writing'], ['idle', 'writing'], ['reading', 'in-flight']),
});

const prose = fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }).filter(isPrintable);
const told = fc.record(
  { title: prose, happened: prose, why: prose, decides: prose, fix: prose, scale: prose },
  { requiredKeys: ['title', 'happened', 'why', 'decides', 'fix'] },
);
const story: fc.Arbitrary<Story> = fc.record(
  { en: told, zh: told, sources: fc.array(fc.webUrl({ validSchemes: ['http', 'https'] }), { maxLength: 3 }) },
  { requiredKeys: ['en', 'sources'] },
);

/** Plans as `parsePlan` makes them, with expectations that speak of their own cells. */
export const anyPlan: fc.Arbitrary<Plan> = bare.chain((plan) =>
  fc
    .tuple(fc.array(expectationFor(plan.detectors, plan.faults), { maxLength: 3 }), fc.option(story))
    .map(([expect, about]) => ({ ...plan, expect, ...(about === null ? {} : { story: about }) })),
);

function expectationFor(detectors: Plan['detectors'], faults: Plan['faults']): fc.Arbitrary<Expectation> {
  const scope = fc.record(
    {
      detector: fc.constantFrom(...detectors.map(({ kind }) => kind)),
      fault: fc.constantFrom(...faults.map(({ kind }) => kind)),
    },
    { requiredKeys: [] },
  );
  const bound = fc.oneof(
    fc.record({
      metric: fc.constantFrom('p50' as const, 'p95' as const, 'max' as const),
      value: fc.integer({ min: 0, max: 3_600_000 }),
    }),
    fc.record({
      metric: fc.constantFrom('detected' as const, 'survived' as const, 'withinPrediction' as const),
      value: fc.integer({ min: 0, max: 1000 }).map((permille) => permille / 1000),
    }),
  );
  const comparison = fc.constantFrom('<=' as const, '>=' as const, '<' as const, '>' as const, '==' as const);
  return fc
    .record({ scope, bound, comparison })
    .map((drawn) => ({ ...drawn.scope, ...drawn.bound, comparison: drawn.comparison, text: '' }));
}

/** Control characters make a file no text file, white space at the ends is not part of a name. */
function isPrintable(name: string): boolean {
  return name.trim() === name && name !== '' && !/\p{C}/u.test(name);
}
