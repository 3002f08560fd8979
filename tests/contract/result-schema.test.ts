import { expect, it } from 'vitest';
import { anyStream, run } from '../model/run-events.ts';
import { classicPlan, classicResult } from '../report/fixture.ts';
import * as fc from 'fast-check';
import { experimentResultSchema } from '#contract/data/result.ts';
import { summarize } from '#model/result/summarize.ts';

it('a result of an older version, without quality of service and strain, is still one', () => {
  const { cells, strain } = experimentResultSchema.parse(JSON.parse(JSON.stringify(classicResult())));
  expect(strain).toBeUndefined();
  expect(cells.every(({ stats }) => stats.quality === undefined)).toBe(true);
});

it('every result can cross any wire: one that writes JSON, and one that clones what it is given', () => {
  const plan = { ...classicPlan, repeats: 1, traffic: ['idle'] as const, detectors: classicPlan.detectors.slice(0, 3) };
  fc.assert(
    fc.property(anyStream(plan), (events) => {
      const result = summarize(events, run);
      for (const carried of [structuredClone(result), JSON.parse(JSON.stringify(result)) as unknown])
        expect(experimentResultSchema.parse(carried).cells).toEqual(result.cells);
    }),
    { numRuns: 20 },
  );
});
