import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { anyStream, run, started } from '../model/run-events.ts';
import { anyPlan } from './plan-samples.ts';
import { jsonSchemas } from '#contract/experiment/json-schema.ts';
import { parsePlan, planToYaml } from '#contract/experiment/plan-file.ts';
import { summarize } from '#model/result/summarize.ts';

const presets = new URL('../../main/presets/', import.meta.url);
const committed = new URL('../../docs/schema/', import.meta.url);
const schemas = jsonSchemas();

const samplePlan = parsePlan('detectors: [{ kind: eof }]\nfaults: [{ kind: fin }]', { name: 'sample' }).plan;

const ajv = new Ajv2020({ allErrors: true, strict: true });

/** What keeps `value` from being valid; null when nothing does. */
function complaints(schema: string, value: unknown) {
  const validate = ajv.compile(JSON.parse(schemas[schema] ?? '') as object);
  return validate(value) ? null : validate.errors;
}

describe('the JSON Schema of the experiment file', () => {
  it.each(readdirSync(presets))('takes the preset %s', (file) => {
    const plan: unknown = parse(readFileSync(new URL(file, presets), 'utf8'));
    expect(complaints('experiment-plan.schema.json', plan)).toBeNull();
  });

  it('takes every plan that Halfopen writes', () => {
    const validate = ajv.compile(JSON.parse(schemas['experiment-plan.schema.json'] ?? '') as object);
    fc.assert(fc.property(anyPlan, (plan) => validate(parse(planToYaml(plan)))));
  });

  it('refuses unknown keys, bare numbers and numbers out of range, as Halfopen does', () => {
    const plan = { detectors: [{ kind: 'eof' }], faults: [{ kind: 'fin' }] };
    expect(complaints('experiment-plan.schema.json', plan)).toBeNull();
    for (const wrong of [
      { repeat: 3 },
      { deadline: 20 },
      { repeats: 0 },
      { traffic: [] },
      { detectors: [{ kind: 'eof', idle: '1s' }] },
      { detectors: [{ kind: 'keepalive', idle: '1s', interval: '1s', count: 128 }] },
    ])
      expect(complaints('experiment-plan.schema.json', { ...plan, ...wrong })).not.toBeNull();
  });
});

describe('the JSON Schema of the result', () => {
  it('takes every result that Halfopen writes, of whole and of broken runs', () => {
    const validate = ajv.compile(JSON.parse(schemas['experiment-result.schema.json'] ?? '') as object);
    const streams = anyPlan.map((plan) => ({ ...plan, repeats: 2 })).chain(anyStream);
    fc.assert(
      fc.property(streams, (events) => {
        validate(JSON.parse(JSON.stringify(summarize(events, run))));
        expect(validate.errors).toBeNull();
      }),
    );
  });

  it('refuses a result of another version and a trial without an outcome', () => {
    const result = { ...summarize([started(samplePlan)], run), cells: [] };
    expect(complaints('experiment-result.schema.json', result)).toBeNull();
    expect(complaints('experiment-result.schema.json', { ...result, schema: 'halfopen.experiment/2' })).not.toBeNull();
    expect(complaints('experiment-result.schema.json', { ...result, cells: [{ trials: [{}] }] })).not.toBeNull();
  });
});

describe('docs/schema', () => {
  it.each(Object.keys(schemas))('has the schema of today in %s', (file) => {
    // When this fails: npm run docs
    expect(readFileSync(new URL(file, committed), 'utf8')).toBe(schemas[file]);
  });
});
