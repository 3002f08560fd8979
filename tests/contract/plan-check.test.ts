import { describe, expect, it } from 'vitest';
import { maxTrials } from '#contract/experiment/plan-check.ts';
import { parsePlan } from '#contract/experiment/plan-file.ts';

const warningsOf = (detector: string, deadline = '10m') =>
  parsePlan(`deadline: ${deadline}\ndetectors: [${detector}]\nfaults: [{ kind: freeze }]`, { name: 'x' }).warnings;

describe('a user timeout beside keepalive', () => {
  it('is warned of when one lost probe is enough to kill the connection', () => {
    expect(warningsOf('{ kind: keepalive, idle: 10s, interval: 5s, count: 3, userTimeout: 15s }'))
      .toMatchInlineSnapshot(`
      [
        "detectors[0]: with userTimeout 15s one lost probe ends the connection: the kernel ignores count 3 once a user timeout is set. A timeout just under idle + count x interval = 25s keeps both limits",
      ]
    `);
  });

  it('is warned of when it ends the connection before the count does', () => {
    expect(warningsOf('{ kind: keepalive, idle: 1s, interval: 1s, count: 3, userTimeout: 3s }')).toMatchInlineSnapshot(`
      [
        "detectors[0]: with userTimeout 3s the kernel gives up after 2 unanswered probes, not 3: it ignores count once a user timeout is set. A timeout just under idle + count x interval = 4s keeps both limits",
      ]
    `);
  });

  it('is warned of when it makes the count meaningless', () => {
    expect(warningsOf('{ kind: keepalive, idle: 1s, interval: 1s, count: 3, userTimeout: 8s }')).toMatchInlineSnapshot(`
      [
        "detectors[0]: with userTimeout 8s the kernel gives up after 7 unanswered probes, not 3: it ignores count once a user timeout is set. A timeout just under idle + count x interval = 4s keeps both limits",
      ]
    `);
  });

  it('passes in silence just under the budget of idle and probes, and at it', () => {
    for (const userTimeout of ['3001ms', '3.9s', '4s'])
      expect(warningsOf(`{ kind: keepalive, idle: 1s, interval: 1s, count: 3, userTimeout: ${userTimeout} }`)).toEqual(
        [],
      );
  });
});

describe('a deadline', () => {
  it('is warned of when a detector cannot be done by then', () => {
    expect(warningsOf('{ kind: keepalive, idle: 60s, interval: 10s, count: 6 }', '20s')).toMatchInlineSnapshot(`
      [
        "detectors[0]: may need 2m to detect silence, longer than the deadline of 20s: such trials will end as "undetected"",
      ]
    `);
  });

  it.each([
    ['{ kind: keepalive, idle: 60s, interval: 10s, count: 6 }', '2m'],
    ['{ kind: heartbeat, idle: 10s, interval: 3s, tries: 3 }', '19s'],
    ['{ kind: receive-deadline, every: 10s, slack: 5s }', '15s'],
    ['{ kind: oob, interval: 1s, silence: 3s, every: 1s }', '5s'],
    ['{ kind: tcp-info, rule: unacked, silence: 4s, every: 1s }', '5s'],
    ['{ kind: user-timeout, timeout: 5s }', '5s'],
  ])('that is just long enough for %s passes in silence', (detector, deadline) => {
    expect(warningsOf(detector, deadline)).toEqual([]);
    expect(warningsOf(detector, '1s')).toHaveLength(1);
  });

  it('says nothing of detectors that notice at once or never', () => {
    const detectors = ['{ kind: eof }', '{ kind: write-probe, interval: 5s }', '{ kind: tcp-info, rule: state }'];
    for (const detector of detectors) expect(warningsOf(detector, '1s')).toEqual([]);
  });
});

it('counts trials over all four factors', () => {
  const text = (repeats: number) =>
    `repeats: ${repeats}
detectors: [${Array.from({ length: 10 }, (_, index) => `{ kind: write-probe, interval: ${index + 1}s }`).join(', ')}]
faults: [{ kind: fin }, { kind: rst }]
traffic: [idle, writing]`;
  expect(maxTrials).toBe(20_000);
  expect(parsePlan(text(500), { name: 'x' }).plan.repeats).toBe(500);
  expect(() => parsePlan(text(501), { name: 'x' })).toThrowErrorMatchingInlineSnapshot(`
    [HalfopenError: x is not a valid experiment: 1 problem
      line 1, repeats: given 20040 trials (detectors x faults x traffic x repeats = 10 x 2 x 2 x 501), allowed: at most 20000 trials in one experiment]
  `);
});
