/** Random but valid plans, for properties that must hold for every one of them. */
import * as fc from 'fast-check';
import { detectorParts } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Expectation, Plan, Story } from '#model/plan/plan.ts';
import { faultParts } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { anySettingsOf } from './any-settings.ts';

const period = fc.integer({ min: 10, max: 24 * 3_600_000 });
const anySettings = fc.oneof(...detectorParts.map((part) => anySettingsOf(part)));

const role = fc.record({ role: fc.constantFrom('before' as const, 'after' as const) }, { requiredKeys: [] });

export const anyDetector: fc.Arbitrary<DetectorSettings> = fc
  .tuple(anySettings, role)
  .map(([settings, label]) => ({ ...settings, ...label }));

/** Over before the shortest deadline. */
const longestFaultMs = 1000;
export const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  ...faultParts.map((part) => anySettingsOf<Fault>(part, longestFaultMs)),
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
