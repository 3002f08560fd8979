import { describe, expect, test } from 'vitest';
import type { Verdict } from '#model/detector.ts';
import { judge } from '#model/result/judge.ts';
import type { Prediction } from '#model/prediction.ts';
import type { Fault } from '#model/faults/index.ts';

const deadlineMs = 20_000;
const reasoning = { rule: 'r', formula: 'f', source: 's' };
const interval = (fromMs: number, toMs: number): Prediction => ({
  kind: 'interval',
  verdict: 'dead',
  errno: null,
  fromMs,
  toMs,
  ...reasoning,
});
const never: Prediction = { kind: 'never', ...reasoning };
const unpredicted: Prediction = { kind: 'unpredicted', ...reasoning };

const dead: Verdict = { kind: 'dead', reason: 'read failed', errno: 'ETIMEDOUT' };
const closed: Verdict = { kind: 'closed', reason: 'eof', errno: null };
const suspect: Verdict = { kind: 'suspect', reason: 'a heartbeat is unanswered' };

const lethal: readonly Fault[] = [
  { kind: 'fin' },
  { kind: 'half-close' },
  { kind: 'rst' },
  { kind: 'kill' },
  { kind: 'freeze' },
  { kind: 'blackhole', direction: 'both' },
  { kind: 'reboot', downMs: 2000 },
];
const transient: readonly Fault[] = [
  { kind: 'outage', direction: 'both', durationMs: 2000 },
  { kind: 'slow-pong', delayMs: 10_000 },
];
const [blackhole] = [lethal[5] as Fault];

const outcomeOf = (fault: Fault, verdict: Verdict | null, detectionMs: number | null) =>
  judge({ fault, verdict, detectionMs, prediction: never, deadlineMs }).outcome;
const isWithin = (prediction: Prediction, verdict: Verdict | null, detectionMs: number | null) =>
  judge({ fault: blackhole, verdict, detectionMs, prediction, deadlineMs }).withinPrediction;

describe('the outcome', () => {
  test.each(lethal.map((fault) => [fault.kind, fault] as const))('%s is to be noticed', (_kind, fault) => {
    expect(outcomeOf(fault, dead, 3000)).toBe('detected');
    expect(outcomeOf(fault, closed, 3)).toBe('detected');
    expect(outcomeOf(fault, null, null)).toBe('undetected');
  });

  test.each(transient.map((fault) => [fault.kind, fault] as const))('%s is to be survived', (_kind, fault) => {
    expect(outcomeOf(fault, dead, 3000)).toBe('false-alarm');
    expect(outcomeOf(fault, null, null)).toBe('survived');
  });

  test('a verdict before its fault is a false alarm, whatever comes later', () => {
    for (const fault of [...lethal, ...transient]) expect(outcomeOf(fault, dead, -0.001)).toBe('false-alarm');
  });

  test('a suspicion is no verdict', () => {
    expect(outcomeOf(blackhole, suspect, 3000)).toBe('undetected');
  });
});

describe('agreement with the prediction', () => {
  test.each([
    ['at its lower bound', 3000, true],
    ['at its upper bound', 3200, true],
    ['before it', 2999.9, false],
    ['after it', 3200.1, false],
    ['before the fault', -1, false],
    ['at an unknown time', null, false],
  ])('a verdict %s', (_where, detectionMs, within) => {
    expect(isWithin(interval(3000, 3200), dead, detectionMs)).toBe(within);
  });

  test.each([
    ['ends before the deadline', interval(3000, 3200), false],
    ['ends at the deadline', interval(3000, deadlineMs), false],
    ['reaches beyond the deadline', interval(3000, deadlineMs + 1), true],
    ['lies beyond the deadline', interval(900_000, 950_000), true],
    ['has no end', interval(3000, Infinity), true],
  ])('silence, when the interval %s', (_where, prediction, within) => {
    expect(isWithin(prediction, null, null)).toBe(within);
    expect(isWithin(prediction, suspect, 3000)).toBe(within);
  });

  test('never means never: no final verdict, early or late', () => {
    expect(isWithin(never, null, null)).toBe(true);
    expect(isWithin(never, suspect, 3000)).toBe(true);
    for (const detectionMs of [3000, -1, null]) expect(isWithin(never, dead, detectionMs)).toBe(false);
  });

  test('where nothing was predicted there is nothing to agree with', () => {
    expect(isWithin(unpredicted, dead, 3000)).toBeNull();
    expect(isWithin(unpredicted, null, null)).toBeNull();
  });
});
