import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyPlan } from '../contract/plan-samples.ts';
import { classicPlan } from './fixture.ts';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import type { Plan } from '#model/plan/plan.ts';
import { planFile } from '../../main/report/text/plan-file.ts';

/** The line of an expectation is kept for people; what it means is what must come back. */
const meaning = (plan: Plan): unknown => ({ ...plan, expect: plan.expect.map(({ text: _, ...rest }) => rest) });

it('the plan that a report prints is the plan that was run', () => {
  expect(meaning(parsePlan(planFile(classicPlan), { name: 'classic.yaml' }).plan)).toEqual(meaning(classicPlan));
});

it('whatever the plan', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      expect(meaning(parsePlan(planFile(plan), { name: 'any.yaml' }).plan)).toEqual(meaning(plan));
    }),
  );
});

it.each(['true', '1e3', '- x', 'a: b', '"', "it's", '拔网线', '# no', 'null', '2026-11-20', '{}', '\u202e', '!tag'])(
  'a name that YAML could misread stays a name: %j',
  (name) => {
    expect(parsePlan(planFile({ ...classicPlan, name }), { name: 'x.yaml' }).plan.name).toBe(name);
  },
);
