/** One plan in both worlds: on this machine's sockets, and on the simulated kernel with this kernel's own parameters. */
import { expect, test } from 'vitest';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { runPlan } from '#engine/run.ts';
import type { RunEvent } from '#model/event.ts';
import { granuleMs, loopSlackMs } from '#model/predict/kernel/timers.ts';
import type { CellResult, ExperimentResult, Outcome } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import { createPorts, thisKernel } from '#platform';
import { simulated } from '../simulator/simulated.ts';

// Few at once and at a fixed phase, away from every timer: lateness of a busy machine must not look like another kernel.
const plan = parsePlan(
  `
    version: 1
    deadline: 8s
    repeats: 1
    seed: 11
    phase: { kind: fixed, offset: 330ms }
    detectors:
      - { kind: eof }
      - { kind: keepalive, idle: 1s, interval: 1s, count: 3 }
      - { kind: keepalive, idle: 1s, interval: 1s, count: 3, userTimeout: 3s }
      - { kind: user-timeout, timeout: 2s }
      - { kind: heartbeat, idle: 1s, interval: 500ms, tries: 3 }
      - { kind: tcp-info, rule: unacked, every: 200ms, silence: 2s }
      - { kind: receive-deadline, every: 1s, slack: 1s }
    faults:
      - { kind: fin }
      - { kind: rst }
      - { kind: freeze }
      - { kind: blackhole, direction: both }
      - { kind: blackhole, direction: from-peer }
      - { kind: outage, duration: 700ms }
    traffic: [idle, writing, in-flight]
  `,
  { name: 'both worlds' },
).plan;

async function onThisMachine(): Promise<ExperimentResult> {
  const events: RunEvent[] = [];
  const tell = (event: RunEvent): void => void events.push(event);
  await runPlan({ run: 'r', plan, ports: createPorts(), signal: new AbortController().signal, tell });
  return summarize(events, 'r');
}

interface Pair {
  readonly cell: string;
  readonly outcomes: readonly (Outcome | undefined)[];
  readonly detectionsMs: readonly (number | null)[];
  readonly verdicts: readonly unknown[];
  readonly toleranceMs: number;
}

/** The seed decides when each fault strikes, so a trial meets the same phase of its cycle in both worlds. */
function pairs(ours: ExperimentResult, theirs: ExperimentResult): readonly Pair[] {
  return ours.cells.map((cell, index) => {
    const both = [cell.trials[0], theirs.cells[index]?.trials[0]];
    return {
      cell: `${cell.detector.label}, ${cell.fault.label}, ${cell.traffic}`,
      outcomes: both.map((trial) => trial?.outcome),
      detectionsMs: both.map((trial) => trial?.detectionMs ?? null),
      verdicts: both.map((trial) => trial?.verdict?.kind),
      toleranceMs: toleranceMs(cell),
    };
  });
}

/** Each of at most four timers in a row is as late as its granule on either kernel; event loops are late only here. */
function toleranceMs({ prediction }: CellResult): number {
  const longest = prediction.kind === 'interval' ? Math.min(prediction.toMs, plan.deadlineMs) : plan.deadlineMs;
  return 4 * granuleMs(longest / 4, thisKernel()) + 2 * loopSlackMs;
}

function isApart({ detectionsMs: [real, simulation], toleranceMs: most }: Pair): boolean {
  return Math.abs((real ?? NaN) - (simulation ?? NaN)) > most;
}

const isSame = ([a, b]: readonly unknown[]): boolean => a === b;

// A machine that is busy elsewhere delays a whole run: it may try again. A wrong model fails every time.
test('the same plan ends alike on real sockets and in the simulator', { retry: 2 }, async () => {
  const all = pairs(await onThisMachine(), await simulated(plan, { kernel: thisKernel() }));
  expect(all).toHaveLength(7 * 6 * 3);
  expect(all.filter(({ outcomes }) => !isSame(outcomes))).toEqual([]);
  expect(all.filter(({ verdicts }) => !isSame(verdicts))).toEqual([]);
  const timed = all.filter(({ detectionsMs }) => !detectionsMs.includes(null));
  expect(timed.length).toBeGreaterThan(70);
  expect(timed.filter(isApart)).toEqual([]);
});
