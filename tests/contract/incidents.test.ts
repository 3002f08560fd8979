/** Presets that tell an incident: whole in both languages, and promised by theory before anything is run. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { incidents } from '#contract/experiment/default-preset.ts';
import { parsePlan, planToYaml } from '#contract/experiment/plan-file.ts';
import { loadPreset, presetNames } from '#host/presets.ts';
import { speaksOf } from '#model/plan/expectations.ts';
import { isTransient } from '#model/faults/index.ts';
import { predict, predictCell, priorSituation } from '#model/predict/index.ts';
import type { Kernel, Prediction } from '#model/prediction.ts';
import type { Expectation, Plan } from '#model/plan/plan.ts';
import { cellsOf } from '#model/plan/trials.ts';
import type { Cell } from '#model/plan/trials.ts';

const kernel: Kernel = { os: 'linux', hz: 250, retries2: 15 };

test('every preset with a story is told in its place, and every one in the list has a story', () => {
  const files = readdirSync(new URL('../../main/presets/', import.meta.url)).map((file) => file.slice(0, -5));
  const told = files.filter((name) => loadPreset(name).plan.story !== undefined);
  expect(told.toSorted()).toEqual([...incidents].toSorted());
  expect(presetNames().slice(-incidents.length)).toEqual([...incidents]);
});

describe.each(incidents)('%s', (name) => {
  const { plan } = loadPreset(name);

  test('tells the whole story in English and Chinese, with sources', () => {
    const { en, zh, sources } = plan.story ?? {};
    expect(Object.keys(zh ?? {})).toEqual(Object.keys(en ?? {}));
    expect(en?.scale).toBeDefined();
    for (const text of Object.values(zh ?? {})) expect(text).toMatch(/[\u4e00-\u9fff]/);
    // Full-width punctuation between Chinese characters.
    for (const text of Object.values(zh ?? {})) expect(text).not.toMatch(/[\u4e00-\u9fff][,;:!?][ \u4e00-\u9fff]/);
    expect(sources?.length).toBeGreaterThan(0);
    expect(new Set(sources).size).toBe(sources?.length);
  });

  test('has a before and an after, each with what is expected of it', () => {
    for (const role of ['before', 'after'] as const) {
      expect(plan.detectors.filter((detector) => detector.role === role).length).toBeGreaterThan(0);
      expect(plan.expect.filter((line) => line.role === role).length).toBeGreaterThan(0);
    }
  });

  test('ends in less than forty seconds', () => {
    const cycleMs = Math.max(...plan.detectors.map((detector) => ('intervalMs' in detector ? detector.intervalMs : 0)));
    expect(plan.deadlineMs + 2 * cycleMs + 2000).toBeLessThan(40_000);
  });

  test('comes back whole from its text', () => {
    expect(parsePlan(planToYaml(plan), { name }).plan).toEqual(plan);
  });

  test.each(plan.expect.map((line) => [line.text, line] as const))('theory promises "%s"', (_text, line) => {
    const cells = cellsOf(plan).filter((cell) => speaksOf(line, cell));
    expect(cells.length).toBeGreaterThan(0);
    for (const cell of cells) expect(isPromised(line, cell, plan), cell.detector.kind).toBe(true);
  });
});

function isPromised({ metric, value }: Expectation, cell: Cell, plan: Plan): boolean {
  const prediction = predictionOf(cell, plan);
  const lasts = !isTransient(cell.fault);
  const comes = prediction.kind === 'interval' && prediction.toMs <= plan.deadlineMs;
  const staysAway =
    prediction.kind === 'never' || (prediction.kind === 'interval' && prediction.fromMs > plan.deadlineMs);
  switch (metric) {
    case 'undetected':
      return lasts && staysAway;
    case 'detected':
      return lasts && comes;
    case 'falseAlarms':
      return !lasts && comes;
    case 'survived':
      return prediction.kind === 'never' && (!lasts || prediction.rule === 'kept-alive');
    case 'max':
    case 'p50':
    case 'p95':
      return prediction.kind === 'interval' && prediction.toMs <= value;
    case 'withinPrediction':
      return prediction.kind !== 'unpredicted';
  }
}

/** Over the whole probe cycle, or where in it the plan says. */
function predictionOf({ detector, fault, traffic }: Cell, { phase }: Plan): Prediction {
  if (phase.kind === 'random') return predictCell({ detector, fault, traffic, kernel });
  const since = { fromMs: phase.offsetMs - 50, toMs: phase.offsetMs };
  const prior = priorSituation({ detector, traffic, kernel });
  return predict({ detector, fault, traffic, kernel }, { ...prior, sinceSegmentMs: since, sinceHeardMs: since });
}
