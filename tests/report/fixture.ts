/** A result of the size and kind of the classic experiment, drawn from a seed: the same on every machine. */
import { detectorLabel } from '#model/detectors/index.ts';
import { faultLabel } from '#model/faults/index.ts';
import { statsOf } from '#model/result/statistics.ts';
import { type Cell, cellsOf } from '#model/plan/trials.ts';
import type { CellResult, ExperimentResult, Outcome, TrialResult } from '#model/result/result.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Plan } from '#model/plan/plan.ts';
import type { Traffic } from '#model/traffic.ts';
import { cellPrediction, type Draw, drawFrom, trialOf } from './fixture-physics.ts';

const cycle = { idleMs: 1000, intervalMs: 1000 };
const beats = { ...cycle, tries: 3, from: 'client', frame: 'classic' } as const;

const detectors: readonly DetectorSettings[] = [
  { kind: 'eof' },
  { kind: 'keepalive', ...cycle, count: 3 },
  { kind: 'user-timeout', timeoutMs: 3000 },
  { kind: 'keepalive', ...cycle, count: 3, userTimeoutMs: 3000 },
  { kind: 'heartbeat', ...beats },
  { kind: 'dedicated-heartbeat', ...beats },
  { kind: 'tcp-info', rule: 'state', everyMs: 200 },
  { kind: 'tcp-info', rule: 'unacked', everyMs: 200, silenceMs: 3000 },
  { kind: 'oob', intervalMs: 1000, silenceMs: 3000, everyMs: 200 },
  { kind: 'write-probe', intervalMs: 1000 },
  { kind: 'receive-deadline', everyMs: 1000, slackMs: 2000 },
];

const faults: readonly Fault[] = [
  { kind: 'fin' },
  { kind: 'half-close' },
  { kind: 'rst' },
  { kind: 'kill' },
  { kind: 'freeze' },
  { kind: 'blackhole', direction: 'both' },
  { kind: 'reboot', downMs: 1000 },
  { kind: 'outage', direction: 'both', durationMs: 5000 },
  { kind: 'slow-pong', delayMs: 10_000 },
];

export const classicPlan: Plan = {
  version: 1,
  name: 'classic',
  deadlineMs: 20_000,
  repeats: 3,
  phase: { kind: 'random' },
  seed: 7,
  detectors,
  faults,
  traffic: ['idle', 'writing'],
  expect: [
    {
      detector: 'heartbeat',
      fault: 'freeze',
      metric: 'p95',
      comparison: '<=',
      value: 5000,
      text: 'heartbeat, freeze: p95 <= 5s',
    },
    {
      detector: 'keepalive',
      fault: 'outage',
      metric: 'falseAlarms',
      comparison: '==',
      value: 0,
      text: 'keepalive, outage: falseAlarms == 0',
    },
  ],
};

/** Packets and IP bytes of one second of healthy probing: a segment each way, 1028-byte frames for PING and PONG. */
function costOf(detector: DetectorSettings, traffic: Traffic): { packets: number; bytes: number } {
  const idle = traffic === 'idle';
  switch (detector.kind) {
    case 'keepalive':
      return idle ? { packets: 2, bytes: 104 } : { packets: 0, bytes: 0 };
    case 'heartbeat':
    case 'dedicated-heartbeat':
      return { packets: 3, bytes: 2212 };
    case 'oob':
      return { packets: 2, bytes: 105 };
    case 'write-probe':
      return { packets: 4, bytes: 2264 };
    case 'receive-deadline':
      return { packets: 2, bytes: 1132 };
    default:
      return { packets: 0, bytes: 0 };
  }
}

type Change = (trial: TrialResult) => Partial<TrialResult>;

interface Mishap {
  readonly cell: `${DetectorSettings['kind']} ${Fault['kind']} ${Traffic}`;
  readonly repeat: number;
  readonly change: Change;
}

/* A run is never perfect: late timers, a deaf moment, a lost peer. */
const mishaps: readonly Mishap[] = [
  { cell: 'keepalive blackhole idle', repeat: 1, change: later(412) },
  { cell: 'heartbeat freeze idle', repeat: 2, change: later(31.4) },
  { cell: 'receive-deadline blackhole writing', repeat: 0, change: later(-402) },
  { cell: 'oob blackhole idle', repeat: 1, change: () => nothing('undetected', false) },
  { cell: 'keepalive slow-pong writing', repeat: 2, change: () => alarm(4120.4) },
  { cell: 'eof rst idle', repeat: 0, change: () => invalid('the peer process ended before the fault') },
  { cell: 'user-timeout reboot writing', repeat: 0, change: () => invalid('the fault took 212 ms to strike') },
  { cell: 'user-timeout reboot writing', repeat: 1, change: () => invalid('the fault took 198 ms to strike') },
  { cell: 'user-timeout reboot writing', repeat: 2, change: () => invalid('the fault took 240 ms to strike') },
];

function later(byMs: number): Change {
  return ({ detectionMs }) => ({ detectionMs: (detectionMs ?? 0) + byMs, withinPrediction: false });
}

const nothing = (outcome: Outcome, withinPrediction: boolean | null): Partial<TrialResult> => ({
  outcome,
  detectionMs: null,
  verdict: null,
  withinPrediction,
});

const invalid = (reason: string): Partial<TrialResult> => ({ ...nothing('invalid', null), invalidReason: reason });

const alarm = (detectionMs: number): Partial<TrialResult> => ({
  outcome: 'false-alarm',
  detectionMs,
  verdict: { kind: 'dead', reason: 'recv', errno: 'ETIMEDOUT' },
  withinPrediction: false,
});

export function classicResult(repeats = classicPlan.repeats): ExperimentResult {
  const draw = drawFrom(classicPlan.seed);
  const cells = cellsOf(classicPlan).map((cell): CellResult => {
    const trials = Array.from({ length: repeats }, (_, repeat) => trialIn(cell, repeat, draw));
    return {
      detector: { ...cell.detector, label: detectorLabel(cell.detector) },
      fault: { ...cell.fault, label: faultLabel(cell.fault) },
      traffic: cell.traffic,
      prediction: cellPrediction(cell),
      trials,
      stats: statsOf(
        trials.map((result) => ({ result, aliveMs: result.healthyMs })),
        cell.fault,
      ),
    };
  });
  return { ...frame, plan: { ...classicPlan, repeats }, cells };
}

function trialIn(cell: Cell, repeat: number, draw: Draw): TrialResult {
  const trial = trialOf(cell, repeat, { draw, deadlineMs: classicPlan.deadlineMs });
  const healthyMs = draw(1000, 2400);
  const cost = costOf(cell.detector, cell.traffic);
  const name = `${cell.detector.kind} ${cell.fault.kind} ${cell.traffic}`;
  const isPlainKeepalive = !('userTimeoutMs' in cell.detector);
  const mishap = mishaps.find((each) => each.cell === name && each.repeat === repeat && isPlainKeepalive);
  return {
    ...trial,
    healthyMs,
    probePackets: Math.round((cost.packets * healthyMs) / 1000),
    probeBytes: Math.round((cost.bytes * healthyMs) / 1000),
    ...mishap?.change(trial),
  };
}

const frame: Omit<ExperimentResult, 'cells' | 'plan'> = {
  schema: 'halfopen.experiment/1',
  id: '01JD5W2Q4N8Z6T3K7M',
  name: 'classic',
  status: 'complete',
  startedAt: '2026-11-20T22:31:05.412Z',
  durationMs: 24_870,
  host: { os: 'linux', kernel: '6.18.44', arch: 'x64', hz: 250, retries2: 15, node: '24.21.0', halfopen: '0.1.0' },
  expectations: [
    { text: 'heartbeat, freeze: p95 <= 5s', met: true, observed: '3.87s (n=6)' },
    { text: 'keepalive, outage: falseAlarms == 0', met: false, observed: '50% (6/12)' },
  ],
  figures: {
    wallMs: 24_312,
    slowestTrialMs: 23_940,
    startUpMs: 214,
    trials: 594,
    peakSessions: 648,
    peers: 21,
    eventLoopLagP50Ms: 0.21,
    eventLoopLagP99Ms: 3.4,
    memoryMiB: 118,
    peersMemoryMiB: 840,
  },
};
