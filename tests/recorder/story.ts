/** A short experiment as the engine tells it, without having run it. */
import type { RunEvent } from '#model/event.ts';
import type { Situation } from '#model/prediction.ts';
import { nsOfMs } from '#model/time.ts';
import { parsePlan } from '#contract/experiment/plan-file.ts';

export const plan = parsePlan(
  `version: 1
detectors: [{ kind: eof }]
faults: [{ kind: rst }]
repeats: 1000
`,
  { name: 'story' },
).plan;

const host = { os: 'Linux', kernel: '6.1', arch: 'x64', hz: 250, retries2: 15, node: 'v24', halfopen: '0.1.0' };

export const started = (run: string): RunEvent => ({
  run,
  at: nsOfMs(0),
  type: 'started',
  plan,
  host,
  startedAt: '2026-11-20T12:00:00.000Z',
});

export const heard = (run: string, trial: number, atMs: number): RunEvent => ({
  run,
  at: nsOfMs(atMs),
  type: 'input',
  trial,
  input: { type: 'connected', at: nsOfMs(atMs) },
});

/** A heartbeat arrived. */
export const beat = (run: string, trial: number, atMs: number): RunEvent => ({
  run,
  at: nsOfMs(atMs),
  type: 'input',
  trial,
  input: {
    type: 'received',
    at: nsOfMs(atMs),
    channel: 'main',
    bytes: 1028,
    content: { kind: 'pong', sequence: null },
  },
});

export const ended = (run: string, trial: number, atMs: number): RunEvent => ({
  run,
  at: nsOfMs(atMs),
  type: 'trial-ended',
  trial,
  outcome: 'detected',
  verdict: { kind: 'dead', reason: 'read failed', errno: 'ECONNRESET' },
  verdictAt: nsOfMs(atMs),
  probePackets: null,
  probeBytes: null,
  healthyMs: null,
  invalidReason: null,
});

export const finished = (run: string): RunEvent => ({
  run,
  at: nsOfMs(9000),
  type: 'ended',
  status: 'complete',
  figures: null,
  error: null,
});

const situation: Situation = {
  sinceSegmentMs: { fromMs: 0, toMs: 0 },
  lastWasProbe: null,
  sinceHeardMs: { fromMs: 0, toMs: 0 },
  untilWriteMs: null,
  untilUrgentMs: null,
  unackedForMs: null,
  untilPollMs: null,
  rtoMs: { fromMs: 200, toMs: 200 },
  rttMs: { fromMs: 0, toMs: 0 },
};

export const struck = (run: string, trial: number, atMs: number): RunEvent => ({
  run,
  at: nsOfMs(atMs),
  type: 'fault',
  trial,
  fault: { kind: 'rst' },
  began: { from: nsOfMs(atMs), to: nsOfMs(atMs) },
  situation,
  prediction: {
    kind: 'interval',
    verdict: 'dead',
    errno: null,
    fromMs: 1,
    toMs: Infinity,
    rule: 'any',
    formula: 'later',
    source: 'story',
  },
});
