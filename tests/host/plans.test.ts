import { describe, expect, test } from 'vitest';
import { incidents } from '#contract/experiment/default-preset.ts';
import { loadPlan } from '#cli/run/load-plan.ts';
import { openRig, failureOf, milestones, small } from './rig.ts';

describe('a plan', () => {
  test('of a preset says what it is for, what it costs, and can be run as it is', async () => {
    const { client } = await openRig();
    const presets = await client.call('plan.presets', null);
    expect(presets.map(({ name }) => name)).toEqual([
      'classic',
      'adaptive',
      'budget',
      'directions',
      'mistakes',
      'quick',
      ...incidents,
    ]);
    expect(presets[0]?.purpose).toMatch(/^Every detector against every way/);
    for (const { name, plan } of presets) {
      expect(plan).toEqual(loadPlan(name).plan);
      const check = await client.call('plan.check', plan);
      expect(check).toMatchObject({ problems: [], trials: check.cells * plan.repeats });
    }
  });

  test('lasts as long as was said', async () => {
    const { client } = await openRig();
    const check = await client.call('plan.check', small);
    expect(check).toMatchObject({ cells: 4, trials: 4, problems: [], refusals: [] });
    const unnoticed = {
      ...small,
      detectors: [{ kind: 'eof' as const }],
      faults: [{ kind: 'freeze' as const }],
      expect: [],
    };
    const { estimateMs } = await client.call('plan.check', unnoticed);
    const { run } = await client.call('run.start', unnoticed);
    await milestones(client, run);
    const { figures } = await client.call('history.get', { id: run });
    // Nothing notices, so it lasts to the deadline; timers are late, never early.
    expect(figures?.wallMs).toBeGreaterThan(estimateMs - 1);
  });

  test('comes back from its text, and from the file of a person, with every mistake by its line', async () => {
    const { client } = await openRig();
    const { text } = await client.call('plan.text', small);
    expect(await client.call('plan.parse', { name: 'small.yaml', text })).toEqual({ plan: small, warnings: [] });
    const wrong = text.replace('deadline: 1s', 'deadline: 1 parsec').replace('kind: rst', 'kind: rts');
    expect(await failureOf(client.call('plan.parse', { name: 'small.yaml', text: wrong }))).toMatchObject({
      code: 'plan-invalid',
      message: expect.stringMatching(/line 3, deadline[^]*line \d+, faults\[0\].kind.*did you mean rst/),
    });
    expect(await failureOf(client.call('plan.text', { ...small, repeats: 5000 }))).toMatchObject({
      code: 'plan-invalid',
    });
  });
});

const given = { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 3 } as const;

test.each([
  ['detectors', { detectors: [] }, /at least one detector/],
  ['repeats', { repeats: 1001 }, /given 1001, allowed: .*1000/],
  ['deadline', { deadlineMs: 0 }, /allowed: a duration from 1s to 1d/],
  ['detectors[1].count', { detectors: [{ kind: 'eof' } as const, { ...given, count: 500 }] }, /given 500, .*127/],
  ['detectors[0].idle', { detectors: [{ ...given, idleMs: 1e15 }] }, /given 1000000000000000 ms, allowed/],
  ['faults[1]', { faults: [{ kind: 'rst' } as const, { kind: 'rst' } as const] }, /duplicate of faults\[0\]/],
  ['name', { name: ' ' }, /1 to 200 characters/],
  ['traffic', { traffic: [] }, /at least one kind of traffic/],
])('a plan with the wrong %s names the field and what is allowed', async (path, change, message) => {
  const { client } = await openRig();
  const { problems } = await client.call('plan.check', { ...small, expect: [], ...change });
  expect(problems).toContainEqual({ path, message: expect.stringMatching(message) });
});

test('a plan of too many trials is counted, not tried', async () => {
  const { client } = await openRig();
  const detectors = Array.from({ length: 40 }, (_, index) => ({ ...given, idleMs: 1000 * (index + 1) }));
  const check = await client.call('plan.check', { ...small, expect: [], detectors, repeats: 1000 });
  expect(check).toMatchObject({ trials: 80_000, estimateMs: 0, problems: [{ path: 'repeats' }] });
});

test('a plan that works against itself can be run, with a warning', async () => {
  const { client } = await openRig();
  const check = await client.call('plan.check', {
    ...small,
    expect: [],
    detectors: [{ ...given, userTimeoutMs: 1000 }],
  });
  expect(check).toMatchObject({
    problems: [],
    warnings: [expect.stringContaining('one lost probe ends the connection'), expect.any(String)],
  });
});
