import { expect, test } from 'vitest';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { runPlan } from '#engine/run.ts';
import type { RunEvent } from '#model/event.ts';
import type { CellResult } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import { createPorts } from '#platform';

const plan = parsePlan(
  `
    version: 1
    deadline: 5500ms
    repeats: 2
    seed: 11
    detectors:
      - { kind: eof }
      - { kind: keepalive, idle: 1s, interval: 1s, count: 2 }
      - { kind: keepalive, idle: 1s, interval: 1s, count: 2, userTimeout: 2500ms }
      - { kind: user-timeout, timeout: 2s }
      - { kind: tcp-info, rule: unacked, every: 200ms, silence: 2s }
      - { kind: write-probe, interval: 1s }
      - { kind: oob, interval: 1s, silence: 2s, every: 200ms }
      - { kind: receive-deadline, every: 1s, slack: 500ms }
      - { kind: dedicated-heartbeat, idle: 1s, interval: 1s, tries: 2 }
    faults:
      - { kind: none }
      - { kind: fin }
      - { kind: half-close }
      - { kind: rst }
      - { kind: kill }
      - { kind: freeze }
      - { kind: blackhole, direction: both }
      - { kind: blackhole, direction: to-peer }
      - { kind: blackhole, direction: from-peer }
      - { kind: outage, duration: 1500ms }
      - { kind: reboot, down: 1s }
      - { kind: slow-pong, delay: 2s }
    traffic: [reading, in-flight, zero-window]
  `,
  { name: 'traffic' },
).plan;

async function measured(): Promise<readonly CellResult[]> {
  const events: RunEvent[] = [];
  const tell = (event: RunEvent): void => void events.push(event);
  const status = await runPlan({ run: 'r', plan, ports: createPorts(), signal: new AbortController().signal, tell });
  expect(status).toBe('complete');
  return summarize(events, 'r').cells;
}

/** What the trials of these cells came to. */
const outcomes = (
  cells: readonly CellResult[],
  { detector, fault, traffic }: Record<'detector' | 'fault' | 'traffic', string>,
): readonly string[] => [
  ...new Set(
    cells
      .filter(
        (cell) => cell.detector.label.startsWith(detector) && cell.fault.label === fault && cell.traffic === traffic,
      )
      .flatMap(({ trials }) => trials.map(({ outcome }) => outcome)),
  ),
];

// A machine that is busy elsewhere delays a whole run: it may try again. A wrong rule fails every time.
test('each state of traffic decides what is noticed, as its rule says', { retry: 2 }, async () => {
  const cells = await measured();
  const trials = cells.flatMap((cell) =>
    cell.trials.map((trial) => ({ cell: `${cell.detector.label}, ${cell.fault.label}, ${cell.traffic}`, ...trial })),
  );
  expect(trials).toHaveLength(9 * 12 * 3 * 2);
  expect(trials.filter(({ outcome }) => outcome === 'invalid')).toEqual([]);
  // A few stray trials on a loaded machine are noise; a wrong rule puts its whole cell outside.
  const outside = trials.filter(({ withinPrediction }) => withinPrediction === false);
  expect(outside.length, JSON.stringify(outside, null, 1)).toBeLessThanOrEqual(trials.length * 0.02);

  const blackhole = { detector: 'keepalive 1s/1s/2', fault: 'blackhole' };
  // Keepalive is suspended while data waits, whether for an acknowledgement or for a window.
  const plain = cells.filter(({ detector }) => detector.label === 'keepalive 1s/1s/2');
  expect(outcomes(plain, { ...blackhole, traffic: 'reading' })).toEqual(['detected']);
  expect(outcomes(plain, { ...blackhole, traffic: 'in-flight' })).toEqual(['undetected']);
  expect(outcomes(plain, { ...blackhole, traffic: 'zero-window' })).toEqual(['undetected']);

  // The user timeout kills a reader that is slow but alive, and nothing was broken.
  const slow = { fault: 'none', traffic: 'zero-window' };
  expect(outcomes(cells, { ...slow, detector: 'user-timeout' })).toEqual(['false-alarm']);
  expect(outcomes(plain, { ...slow, detector: 'keepalive' })).toEqual(['survived']);
  expect(outcomes(cells, { ...slow, fault: 'freeze', detector: 'user-timeout' })).toEqual(['detected']);
});
