import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPlan } from './plan-samples.ts';
import { parsePlan, planToYaml, revisePlan } from '#contract/experiment/plan-file.ts';
import { PlanInvalid } from '#contract/experiment/problem.ts';

const smallest = 'detectors: [{ kind: eof }]\nfaults: [{ kind: fin }]\n';

/** The whole message for a bad file. */
function refusalOf(text: string, name = 'bad.yaml'): string {
  try {
    parsePlan(text, { name });
  } catch (error) {
    if (error instanceof PlanInvalid) return error.message;
    throw error;
  }
  throw new Error('the file was taken');
}

describe('an experiment file', () => {
  it('may leave out all but detectors and faults', () => {
    expect(parsePlan(smallest, { name: 'dir/my-test.yaml' }).plan).toEqual({
      version: 1,
      name: 'my-test',
      deadlineMs: 20_000,
      repeats: 3,
      phase: { kind: 'random' },
      seed: 1,
      detectors: [{ kind: 'eof' }],
      faults: [{ kind: 'fin' }],
      traffic: ['idle'],
      expect: [],
    });
  });

  it('fills in what a detector or fault leaves out', () => {
    const { plan } = parsePlan(
      `detectors:
  - { kind: heartbeat, idle: 1s, interval: 1s, tries: 3 }
  - { kind: tcp-info, rule: state }
  - { kind: oob, interval: 1s, silence: 3s }
faults: [{ kind: blackhole }, { kind: outage, duration: 2s }]
`,
      { name: 'x' },
    );
    expect(plan.detectors).toEqual([
      { kind: 'heartbeat', idleMs: 1000, intervalMs: 1000, tries: 3, from: 'client', frame: 'classic' },
      { kind: 'tcp-info', rule: 'state', everyMs: 200 },
      { kind: 'oob', intervalMs: 1000, silenceMs: 3000, everyMs: 200 },
    ]);
    expect(plan.faults).toEqual([
      { kind: 'blackhole', direction: 'both' },
      { kind: 'outage', direction: 'both', durationMs: 2000 },
    ]);
  });

  it('means the same by connection: dedicated as by kind: dedicated-heartbeat', () => {
    const detector = (settings: string) =>
      parsePlan(`detectors: [{ ${settings}, idle: 1s, interval: 1s, tries: 3 }]\nfaults: [{ kind: fin }]`, {
        name: 'x',
      }).plan.detectors[0];
    expect(detector('kind: heartbeat, connection: dedicated')).toEqual(detector('kind: dedicated-heartbeat'));
    expect(detector('kind: heartbeat, connection: same')).toEqual(detector('kind: heartbeat'));
  });

  it('reads every way to write the phase', () => {
    const phase = (text: string) => parsePlan(`${smallest}phase: ${text}`, { name: 'x' }).plan.phase;
    expect(phase('random')).toEqual({ kind: 'random' });
    expect(phase('fixed')).toEqual({ kind: 'fixed', offsetMs: 0 });
    expect(phase('{ kind: fixed, offset: 500ms }')).toEqual({ kind: 'fixed', offsetMs: 500 });
  });

  it('may be JSON', () => {
    const text = '{ "detectors": [{ "kind": "eof" }], "faults": [{ "kind": "fin" }],\n\t"repeats": 2 }';
    expect(parsePlan(text, { name: 'plan.json' }).plan.repeats).toBe(2);
  });

  it('keeps an expectation as it was written', () => {
    const lines = 'expect: [{ detector: eof, fault: fin, p95: "<= 5s" }, { withinPrediction: " >= 99.5% " }]';
    expect(parsePlan(smallest + lines, { name: 'x' }).plan.expect).toEqual([
      {
        detector: 'eof',
        fault: 'fin',
        metric: 'p95',
        comparison: '<=',
        value: 5000,
        text: 'detector: eof, fault: fin, p95: <= 5s',
      },
      { metric: 'withinPrediction', comparison: '>=', value: 0.995, text: 'withinPrediction: >= 99.5%' },
    ]);
  });

  it('is the same plan again after being written as YAML and read back', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const again = parsePlan(planToYaml(plan), { name: 'again' }).plan;
        const withoutText = (given: typeof plan) => given.expect.map(({ text: _, ...rest }) => rest);
        expect({ ...again, expect: withoutText(again) }).toEqual({ ...plan, expect: withoutText(plan) });
      }),
    );
  });

  it('is refused with PlanInvalid and nothing else, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (text) => {
        for (const name of ['x.yaml', 'x.json'])
          expect(() => parsePlan(text, { name })).toThrow(expect.objectContaining({ name: 'HalfopenError' }));
      }),
    );
  });

  it('is refused, not fatal, when nested without end or expanded without end', () => {
    expect(refusalOf('['.repeat(50_000))).toContain('bad.yaml is not a valid experiment');
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'])
      bomb.push(`${to}: &${to} [${`*${from},`.repeat(9)}]`);
    expect(refusalOf(bomb.join('\n'))).toContain('Excessive alias count');
  });

  it('never reaches the prototype of anything', () => {
    expect(refusalOf(`${smallest}__proto__: { polluted: true }\n`)).toContain('__proto__');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('a plan with changes from the command line', () => {
  const { plan } = parsePlan(
    `detectors: [{ kind: eof }, { kind: heartbeat, idle: 1s, interval: 1s, tries: 3 }]
faults: [{ kind: outage, duration: 2s }]
expect: [{ falseAlarms: "==0%" }]`,
    { name: 'x' },
  );

  it('is the same plan but for what was changed', () => {
    expect(revisePlan(plan, { repeats: 7, seed: 9, deadlineMs: 10_000 }, 'x')).toEqual({
      plan: { ...plan, repeats: 7, seed: 9, deadlineMs: 10_000 },
      warnings: [],
    });
  });

  it('is held to the rules of a file', () => {
    expect(() => revisePlan(plan, { deadlineMs: 500 }, 'x with these options')).toThrowErrorMatchingInlineSnapshot(`
      [HalfopenError: x with these options is not a valid experiment: 1 problem
        deadline: given "500ms", allowed: a duration from 1s to 1d]
    `);
    expect(() => revisePlan(plan, { deadlineMs: 2000 }, 'x with these options')).toThrowErrorMatchingInlineSnapshot(`
      [HalfopenError: x with these options is not a valid experiment: 1 problem
        faults[0].duration: given 2s, allowed: shorter than the deadline of 2s, so that the trial sees what happens afterwards]
    `);
    expect(revisePlan(plan, { deadlineMs: 3000 }, 'x').warnings).toHaveLength(1);
  });
});

describe('what is wrong with an experiment file', () => {
  it('is a PING that a peer with a closed window would have to read', () => {
    const contradictory = `detectors:
  - { kind: keepalive, idle: 1s, interval: 1s, count: 3 }
  - { kind: heartbeat, idle: 1s, interval: 1s, tries: 3 }
  - { kind: heartbeat, idle: 1s, interval: 1s, tries: 3, connection: dedicated }
faults: [ { kind: none } ]
traffic: [ zero-window ]
`;
    expect(refusalOf(contradictory)).toMatchInlineSnapshot(`
      "bad.yaml is not a valid experiment: 1 problem
        line 3, detectors[1]: given heartbeat 1s/1s/3 with traffic zero-window, allowed: a detector whose peer need not read: its PING waits behind the closed window, and the peer never answers it. Use a connection of its own (dedicated-heartbeat), let the peer send PING (from: server), or remove zero-window"
    `);
  });

  it('is said all at once, in the order of its lines', () => {
    expect(
      refusalOf(`version: 2
deadlin: 20s
repeats: 0
detectors:
  - { kind: keepalive, idle: 1, interval: 1.5s, count: 300, user_timeout: 3s }
  - { kind: heartbeet }
  - keepalive
  - { kind: tcp-info, rule: naive }
  - { kind: heartbeat, idle: -1s, interval: 999d, tries: "3", connection: other }
  - { kind: dedicated-heartbeat, idle: 1s, interval: 1s, tries: 3, connection: same }
  - { kind: user-timeout, timeout: 0ms }
faults: [ { kind: fin }, { kind: blackhole, direction: up }, { kind: outage } ]
traffic: [ idle, wrting ]
phase: sometimes
seed: 1.5
expect:
  - { detector: heartbeat, fault: freeze, p95: "5s" }
  - { detector: heartbeat, p95: "<= 5s", max: "<= 5s" }
  - { detector: heartbeat }
  - { detected: ">= 101%" }
`),
    ).toMatchInlineSnapshot(`
      "bad.yaml is not a valid experiment: 25 problems
        line 1, version: given 2, allowed: 1, the version of this format
        line 2, deadlin: unknown key (did you mean deadline?), allowed: version, name, deadline, repeats, phase, seed, detectors, faults, traffic, expect, story
        line 3, repeats: given 0, allowed: a whole number from 1 to 1000
        line 5, detectors[0].idle: given 1, allowed: a duration in whole seconds from 1s to 32767s (the Linux kernel counts it in seconds), with its unit: "1s"
        line 5, detectors[0].interval: given "1.5s", allowed: a duration in whole seconds from 1s to 32767s (the Linux kernel counts it in seconds)
        line 5, detectors[0].count: given 300, allowed: a whole number from 1 to 127
        line 5, detectors[0].user_timeout: unknown key (did you mean userTimeout?), allowed: kind, idle, interval, count, userTimeout, role
        line 6, detectors[1].kind: given "heartbeet" (did you mean heartbeat?), allowed: a mapping with a kind: one of eof, keepalive, user-timeout, heartbeat, dedicated-heartbeat, tcp-info, oob, write-probe, receive-deadline, k-of-n, bfd, phi-accrual, learned-heartbeat
        line 7, detectors[2]: given "keepalive", allowed: a mapping with a kind: one of eof, keepalive, user-timeout, heartbeat, dedicated-heartbeat, tcp-info, oob, write-probe, receive-deadline, k-of-n, bfd, phi-accrual, learned-heartbeat
        line 8, detectors[3].rule: given "naive", allowed: one of state, unacked
        line 9, detectors[4].idle: given "-1s", allowed: a duration from 10ms to 1d
        line 9, detectors[4].interval: given "999d", allowed: a duration from 10ms to 1d
        line 9, detectors[4].tries: given "3", allowed: a whole number from 1 to 1000
        line 9, detectors[4].connection: given "other", allowed: one of same, dedicated
        line 10, detectors[5].connection: given "same", allowed: dedicated, or leave it out: the kind says so already
        line 11, detectors[6].timeout: given "0ms", allowed: a duration from 1ms to 2147483647ms
        line 12, faults[1].direction: given "up", allowed: one of both, to-peer, from-peer
        line 12, faults[2].duration: missing, allowed: a duration from 10ms to 1d
        line 13, traffic[1]: given "wrting" (did you mean writing?), allowed: one of idle, writing, reading, in-flight, zero-window
        line 14, phase: given "sometimes", allowed: random, fixed, or { kind: fixed, offset: 500ms }
        line 15, seed: given 1.5, allowed: a whole number from 0 to 2147483647
        line 17, expect[0].p95: given "5s", allowed: a comparison with a duration: "<= 5s"
        line 18, expect[1]: given {"detector":"heartbeat","p95":"<= 5s","max":"<= 5s"}, allowed: exactly one measure per line, of p50, p95, max, detected, undetected, falseAlarms, survived, withinPrediction
        line 19, expect[2]: given {"detector":"heartbeat"}, allowed: exactly one measure per line, of p50, p95, max, detected, undetected, falseAlarms, survived, withinPrediction
        line 20, expect[3].detected: given ">= 101%", allowed: a comparison with a percentage: ">= 99%""
    `);
  });

  it.each([
    ['an empty file', ''],
    ['only comments', '# nothing here\n'],
    ['a list', '- 1\n- 2\n'],
    ['a word', 'hello'],
    ['no detectors at all', 'faults: [{ kind: fin }]\ntraffic: []\n'],
    ['empty lists', 'detectors: []\nfaults: []\n'],
    ['wrong types', 'name: 7\ndeadline: true\nrepeats: many\nseed: "x"\ndetectors: eof\nfaults: { kind: fin }\n'],
    ['YAML that breaks off', 'detectors:\n  - { kind: eof\nfaults: []\n'],
    ['tabs as indentation', 'detectors:\n\t- { kind: eof }\n'],
    ['a key twice', `${smallest}seed: 1\nseed: 2\n`],
    ['an unknown tag', `${smallest}name: !secret x\n`],
    ['two documents', `${smallest}---\n${smallest}`],
    ['a binary file', '\u007fELF\u0002\u0001\u0001\u0000\u0000'],
    ['bytes that are no UTF-8', 'name: caf\ufffd\n'],
    ['a name without letters', `${smallest}name: "  "\n`],
    ['the same detector twice', 'detectors: [{ kind: eof }, { kind: eof }]\nfaults: [{ kind: fin }, { kind: fin }]\n'],
    ['the same traffic twice', `${smallest}traffic: [idle, idle]\n`],
    ['an outage longer than the deadline', 'detectors: [{ kind: eof }]\nfaults: [{ kind: outage, duration: 20s }]\n'],
    ['an expectation of no cell', `${smallest}expect: [{ detector: heartbeat, detected: "== 100%" }]\n`],
  ])('%s', (_what, text) => {
    expect(refusalOf(text)).toMatchSnapshot();
  });

  it.each([
    ['broken off', '{ "detectors": [\n'],
    ['with comments', '{\n  // no\n  "seed": 1 }'],
    ['with a key twice', '{ "seed": 1,\n "seed": 2 }'],
    ['as YAML', smallest],
  ])('JSON %s', (_what, text) => {
    expect(refusalOf(text, 'bad.json')).toMatchSnapshot();
  });

  it('is cut short on the screen when it is endless', () => {
    const text = `detectors: [${'{ kind: eof, x: 1 }, '.repeat(60)}]\nfaults: [{ kind: fin }]`;
    expect(refusalOf(text).split('\n')).toHaveLength(52);
    expect(refusalOf(text)).toMatch(/^bad\.yaml is not a valid experiment: 60 problems\n[\s\S]+\n {2}and 10 more$/);
  });

  it('is data too, for a form that marks fields', () => {
    expect(() => parsePlan('detectors: [{ kind: eof, idle: 3 }]\nfaults: [{ kind: fin }]', { name: 'x' })).toThrow(
      expect.objectContaining({
        detail: expect.objectContaining({ code: 'plan-invalid', fault: 'input' }),
        problems: [{ path: 'detectors[0].idle', line: 1, problem: 'unknown key', given: null, allowed: 'kind, role' }],
      }),
    );
  });
});
