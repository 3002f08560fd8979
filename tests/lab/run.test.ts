import { expect, test } from 'vitest';
import { parsePlan } from '#contract/experiment/plan-file.ts';
import { runPlan } from '#engine/run.ts';
import type { RunEvent } from '#model/event.ts';
import { summarize } from '#model/result/summarize.ts';
import { createPorts } from '#platform';

const plan = (text: string) => parsePlan(text, { name: 'test' }).plan;

interface Watch {
  readonly signal?: AbortSignal;
  onEvent?(event: RunEvent, pids: readonly number[]): void;
}

async function run(text: string, { signal = new AbortController().signal, onEvent }: Watch = {}) {
  const events: RunEvent[] = [];
  const pids: number[] = [];
  const real = createPorts();
  let asked = 0;
  const startPeer = async () => {
    const index = asked++;
    const peer = await real.lab.startPeer();
    pids[index] = peer.pid;
    return peer;
  };
  const ports = { ...real, lab: { startPeer, close: () => real.lab.close() } };
  const status = await runPlan({
    run: 'r',
    plan: plan(text),
    ports,
    signal,
    tell(event) {
      events.push(event);
      onEvent?.(event, pids);
    },
  });
  return { status, pids, result: summarize(events, 'r') };
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

// A machine that is busy elsewhere delays a whole run: it may try again. A wrong rule fails every time.
test('real verdicts fall inside what theory predicts for each trial', { retry: 2 }, async () => {
  const { status, result, pids } = await run(`
    version: 1
    deadline: 6s
    repeats: 2
    seed: 11
    detectors:
      - { kind: eof }
      - { kind: keepalive, idle: 1s, interval: 1s, count: 2 }
      - { kind: user-timeout, timeout: 2s }
      - { kind: heartbeat, idle: 500ms, interval: 500ms, tries: 3 }
      - { kind: dedicated-heartbeat, idle: 500ms, interval: 500ms, tries: 3 }
      - { kind: tcp-info, rule: unacked, silence: 2s }
      - { kind: heartbeat, idle: 500ms, interval: 500ms, tries: 3, from: server, frame: compact }
      - { kind: receive-deadline, every: 500ms, slack: 1s }
    faults:
      - { kind: rst }
      - { kind: kill }
      - { kind: freeze }
      - { kind: blackhole, direction: both }
      - { kind: blackhole, direction: to-peer }
      - { kind: blackhole, direction: from-peer }
      - { kind: outage, duration: 700ms }
      - { kind: reboot, down: 1s }
      - { kind: slow-pong, delay: 4s }
    traffic: [idle, writing]
  `);
  expect(status).toBe('complete');
  const trials = result.cells.flatMap((cell) =>
    cell.trials.map((trial) => ({ cell: `${cell.detector.label}, ${cell.fault.label}, ${cell.traffic}`, ...trial })),
  );
  expect(trials).toHaveLength(8 * 9 * 2 * 2);
  expect(trials.filter((trial) => trial.outcome === 'invalid')).toEqual([]);
  // A few stray trials on a loaded machine are noise; a wrong rule puts its whole cell outside.
  const outside = trials.filter((trial) => trial.withinPrediction === false);
  expect(outside.length, JSON.stringify(outside, null, 1)).toBeLessThanOrEqual(trials.length * 0.02);
  const found = (detector: string, fault: string, traffic = 'idle') =>
    result.cells.find(
      (cell) => cell.detector.kind === detector && cell.fault.kind === fault && cell.traffic === traffic,
    )?.stats;
  expect(found('keepalive', 'freeze')).toMatchObject({ undetected: 2 });
  expect(found('heartbeat', 'freeze')).toMatchObject({ detected: 2 });
  expect(found('keepalive', 'blackhole')).toMatchObject({ detected: 2 });
  expect(found('keepalive', 'blackhole', 'writing')).toMatchObject({ undetected: 2 });
  expect(found('user-timeout', 'blackhole')).toMatchObject({ undetected: 2 });
  expect(found('user-timeout', 'blackhole', 'writing')).toMatchObject({ detected: 2 });
  expect(found('eof', 'outage')).toMatchObject({ survived: 2 });
  expect(found('heartbeat', 'slow-pong')).toMatchObject({ falseAlarms: 2 });
  expect(pids.filter((pid) => !isGone(pid))).toEqual([]);
});

const oneFault = `
  version: 1
  deadline: 20s
  repeats: 1
  detectors: [{ kind: eof }, { kind: heartbeat, idle: 300ms, interval: 300ms, tries: 3 }]
`;

test('a run that is cancelled keeps what it measured and leaves no process behind', async () => {
  const abort = new AbortController();
  const { status, result, pids } = await run(`${oneFault}\n  faults: [{ kind: rst }, { kind: freeze }]`, {
    signal: abort.signal,
    onEvent(event) {
      if (event.type === 'trial-ended' && event.outcome === 'detected') setTimeout(() => abort.abort(), 100);
    },
  });
  expect(status).toBe('cancelled');
  expect(result.status).toBe('cancelled');
  const outcomes = result.cells.map((cell) => cell.trials[0]?.outcome);
  expect(outcomes).toContain('detected');
  expect(outcomes).toContain('invalid');
  expect(pids.length).toBeGreaterThan(0);
  expect(pids.filter((pid) => !isGone(pid))).toEqual([]);
});

test('a peer killed from outside makes its own trials invalid and no others', async () => {
  let killed = false;
  const { status, result } = await run(
    `${oneFault.replace('20s', '3s')}\n  faults: [{ kind: slow-pong, delay: 2s }, { kind: kill }]`,
    {
      onEvent(event, pids) {
        // The first peer serves the trials whose fault spares the process.
        if (killed || event.type !== 'fault' || event.fault.kind !== 'slow-pong') return;
        killed = true;
        process.kill(pids[0] ?? 0, 'SIGKILL');
      },
    },
  );
  expect(status).toBe('complete');
  const byFault = (kind: string) =>
    result.cells.filter((cell) => cell.fault.kind === kind).map((cell) => cell.trials[0]);
  for (const trial of byFault('slow-pong'))
    expect(trial).toMatchObject({ outcome: 'invalid', invalidReason: expect.stringMatching(/ended from outside/) });
  for (const trial of byFault('kill')) expect(trial).toMatchObject({ outcome: 'detected' });
});
