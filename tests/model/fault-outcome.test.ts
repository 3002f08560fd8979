import { describe, expect, test } from 'vitest';
import { detectionMsOf, faultOutcome, isAsPredicted, predictionInForce } from '#model/live/fault-outcome.ts';
import type { Fault } from '#model/faults/index.ts';
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import { foldSession } from '#model/live/session-row.ts';
import type { Prediction } from '#model/prediction.ts';
import { nsOfMs } from '#model/time.ts';
import { info, story, told } from './live-story.ts';

const within = (fromMs: number, toMs: number): Prediction => ({
  kind: 'interval',
  verdict: 'dead',
  errno: null,
  fromMs,
  toMs,
  rule: 'heartbeat',
  formula: '',
  source: '',
});
const never: Prediction = { kind: 'never', rule: 'heals-first', formula: '', source: '' };
const outage: Fault = { kind: 'outage', direction: 'both', durationMs: 1500 };
const reboot: Fault = { kind: 'reboot', downMs: 2000 };

const struck = (atMs: number, fault: Fault, prediction: Prediction | null = within(3000, 3040)) =>
  told(atMs, { type: 'fault', fault, began: { from: nsOfMs(atMs), to: nsOfMs(atMs) }, prediction });
const healed = (atMs: number, fault: Fault) =>
  told(atMs, { type: 'healed', fault, ended: { from: nsOfMs(atMs), to: nsOfMs(atMs) } });
const heard = (atMs: number) =>
  told(atMs, {
    type: 'input',
    input: { type: 'received', at: nsOfMs(atMs), channel: 'main', bytes: 1028, content: { kind: 'pong', sequence: 0 } },
  });
const acknowledged = (atMs: number, agoMs: number) =>
  told(atMs, { type: 'kernel', info: { ...info, lastAckReceivedMs: agoMs }, timer: null });
const dead = { kind: 'dead', reason: 'x', errno: 'ETIMEDOUT' } as const;
const died = (atMs: number) =>
  told(atMs, { type: 'ended', how: 'verdict', verdict: dead, verdictAt: nsOfMs(atMs), error: null });
const closed = (atMs: number) =>
  told(atMs, { type: 'ended', how: 'closed-by-us', verdict: null, verdictAt: null, error: null });

function after(...events: readonly LiveEvent[]): SessionRow {
  const row = [...story.slice(0, 5), ...events].reduce<SessionRow | null>(
    (before, event) => foldSession(before, event),
    null,
  );
  if (row === null) throw new Error('the story has no beginning');
  return row;
}

const freeze: Fault = { kind: 'freeze' };

describe('a fault that somebody heals', () => {
  const row = after(struck(2000, freeze), healed(2900, freeze));

  test('is past without a verdict, and its prediction no longer holds', () => {
    expect(faultOutcome(after(struck(2000, freeze)))).toBe('pending');
    expect(faultOutcome(row)).toBe('undetected');
    expect(predictionInForce(row)).toBeNull();
  });

  test('and then leads to a verdict all the same is measured, but not judged by a prediction that did not know', () => {
    const late = foldSession(row, died(3100));
    expect(faultOutcome(late)).toBe('detected');
    expect(detectionMsOf(late)).toBe(1100);
    expect(isAsPredicted(late)).toBeNull();
  });

  test.each([
    ['a PONG', heard(4000)],
    ['an acknowledgement', acknowledged(5000, 900)],
    ['counted heartbeats', told(5000, { type: 'beats', sent: 3, received: 3, overMs: 1000 })],
  ])('has nothing to do with a verdict after %s', (_, sign) => {
    const later = foldSession(foldSession(row, sign), died(60_000));
    expect(later).toMatchObject({ state: 'dead', verdict: dead });
    expect(detectionMsOf(later)).toBeNull();
    expect(isAsPredicted(later)).toBeNull();
    expect(faultOutcome(later)).toBe('undetected');
  });

  test('is not outlived by what was heard before it was healed', () => {
    const before = foldSession(row, acknowledged(3000, 200));
    expect(detectionMsOf(foldSession(before, died(3100)))).toBe(1100);
  });

  test('keeps its prediction when the verdict came first', () => {
    const decided = foldSession(after(struck(2000, freeze), died(5020)), healed(9000, freeze));
    expect(faultOutcome(decided)).toBe('detected');
    expect(isAsPredicted(decided)).toBe(true);
  });
});

describe('a fault that runs its course', () => {
  test('is past when silence was predicted', () => {
    expect(faultOutcome(after(struck(2000, outage, never), healed(3500, outage)))).toBe('undetected');
  });

  test('may be detected after its end where that was predicted', () => {
    const row = after(struck(2000, outage, within(1500, 1900)), healed(3500, outage));
    expect(faultOutcome(row)).toBe('pending');
    expect(isAsPredicted(foldSession(row, died(3700)))).toBe(true);
  });

  test('is as good as healed by hand when somebody is faster', () => {
    expect(faultOutcome(after(struck(2000, outage), healed(3000, outage)))).toBe('undetected');
  });

  test('leaves a host that remembers nothing: the verdict is still to come, whoever brought it back', () => {
    expect(faultOutcome(after(struck(2000, reboot), healed(4000, reboot)))).toBe('pending');
    expect(faultOutcome(after(struck(2000, reboot), healed(2500, reboot)))).toBe('pending');
  });
});

test('a session that ends first leaves its fault undetected', () => {
  expect(faultOutcome(after())).toBeNull();
  expect(faultOutcome(after(struck(2000, freeze), closed(2500)))).toBe('undetected');
});
