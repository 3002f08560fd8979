/** `npm run truth-table`: measures every cell and writes docs/truth-table.md. Takes less than ten minutes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { traffics } from '#model/traffic.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { thisHost } from '#platform';
import { casesMeasured } from './cases.ts';
import { generatedBy } from '../pages/generated-by.ts';
import { measured } from '../measured.ts';
import { planOf, under } from './plans.ts';
import { page } from './page.ts';
import { rowsOf } from './rows.ts';

const seeds = [1, 2, 3];
const plan = planOf(readFileSync(join(import.meta.dirname, 'everything.yaml'), 'utf8'), 'everything');
const results: ExperimentResult[] = [];

for (const seed of seeds)
  for (const traffic of traffics)
    for (const half of under(plan, traffic, seed)) {
      const result = await measured(half);
      const trials = result.cells.flatMap((cell) => cell.trials);
      const off = trials.filter(({ withinPrediction }) => withinPrediction === false).length;
      process.stdout.write(`seed ${seed}, ${traffic}: ${trials.length} trials, ${off} not as predicted\n`);
      results.push(result);
    }

const cases = await casesMeasured();
const text = page({
  host: thisHost(),
  on: new Date().toISOString().slice(0, 10),
  deadlineMs: plan.deadlineMs,
  seeds,
  repeats: plan.repeats,
  rows: rowsOf(results),
  cases,
});
writeFileSync(join(import.meta.dirname, '..', 'truth-table.md'), generatedBy('truth-table') + text);
