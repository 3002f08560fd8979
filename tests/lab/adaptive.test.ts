import { expect, test } from 'vitest';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { runPlan } from '#engine/run.ts';
import type { RunEvent, TrialId } from '#model/event.ts';
import { traceOfTrial } from '#model/replay/trace.ts';
import { replay } from '#model/replay/replay.ts';
import { summarize } from '#model/result/summarize.ts';
import { trialsOf } from '#model/plan/trials.ts';
import { createPorts } from '#platform';

const plan = parsePlan(
  `
    version: 1
    deadline: 5s
    repeats: 2
    seed: 5
    detectors:
      - { kind: phi-accrual, interval: 200ms, threshold: 8 }
      - { kind: phi-accrual, interval: 200ms, threshold: 8, pause: 2s, window: 5 }
      - { kind: k-of-n, interval: 200ms, slack: 100ms, k: 3, n: 5 }
      - { kind: bfd, minTx: 200ms, minRx: 300ms, multiplier: 3 }
      - { kind: learned-heartbeat, start: 200ms, step: 200ms, max: 1s, timeout: 300ms, tries: 3 }
    faults:
      - { kind: freeze }
      - { kind: blackhole, direction: both }
      - { kind: blackhole, direction: to-peer }
      - { kind: blackhole, direction: from-peer }
      - { kind: outage, duration: 300ms }
      - { kind: reboot, down: 1s }
      - { kind: slow-pong, delay: 1s }
    traffic: [idle, writing]
  `,
  { name: 'adaptive' },
).plan;

// A machine that is busy elsewhere delays a whole run: it may try again. A wrong rule fails every time.
test(
  'on real sockets each notices when its rule says, and a replay of its heartbeats agrees',
  { retry: 2 },
  async () => {
    const events: RunEvent[] = [];
    const tell = (event: RunEvent): void => void events.push(event);
    const status = await runPlan({ run: 'r', plan, ports: createPorts(), signal: new AbortController().signal, tell });
    expect(status).toBe('complete');
    const { cells } = summarize(events, 'r');
    const trials = cells.flatMap((cell) =>
      cell.trials.map((trial) => ({ cell: `${cell.detector.label}, ${cell.fault.label}, ${cell.traffic}`, ...trial })),
    );
    expect(trials).toHaveLength(5 * 7 * 2 * 2);
    expect(trials.filter(({ outcome }) => outcome === 'invalid')).toEqual([]);
    // A few stray trials on a loaded machine are noise; a wrong rule puts its whole cell outside.
    const outside = trials.filter(({ withinPrediction }) => withinPrediction === false);
    expect(outside.length, JSON.stringify(outside, null, 1)).toBeLessThanOrEqual(trials.length * 0.02);
    for (const { detector, fault, stats } of cells)
      if (fault.kind === 'freeze') expect(stats, detector.label).toMatchObject({ detected: 2 });

    const frozen = trialsOf(plan).filter(
      ({ cell }) => cell.detector.kind === 'phi-accrual' && cell.fault.kind === 'freeze',
    );
    expect(frozen).toHaveLength(8);
    for (const { id, cell } of frozen) {
      const trace = traceOfTrial(events, id);
      const noticed = trace === null ? undefined : replay(trace, cell.detector).suspicions.at(-1);
      expect(noticed?.fromMs, cell.detector.kind).toBeCloseTo(verdictSinceFirstArrivalMs(events, id), -2);
    }
  },
);

function verdictSinceFirstArrivalMs(events: readonly RunEvent[], id: TrialId): number {
  const own = events.filter((event) => 'trial' in event && event.trial === id);
  const first = own.find((event) => event.type === 'input' && event.input.type === 'received');
  const end = own.find((event) => event.type === 'trial-ended');
  return ((end?.verdictAt ?? 0) - (first?.type === 'input' ? first.input.at : 0)) / 1e6;
}
