/** A toy of the physics: enough for results that look like measured ones, and independent of how theory is computed. */
import { judge } from '#model/result/judge.ts';
import { reasoningOf } from '#model/predict/index.ts';
import type { Prediction } from '#model/prediction.ts';
import type { TrialResult } from '#model/result/result.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Traffic } from '#model/traffic.ts';
import type { Cell } from '#model/plan/trials.ts';

export type Draw = (fromMs: number, toMs: number) => number;

/** mulberry32: small, seeded, good enough for dots on a page. */
export function drawFrom(seed: number): Draw {
  let state = seed;
  return (from, to) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return from + (((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * (to - from);
  };
}

/** When theory expects a verdict over all phases of the probe cycle, and how much of that is left once the phase is known. */
interface Timing {
  readonly rule: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly leftMs: number;
  readonly errno?: string;
  readonly closed?: true;
}

type Theory = Timing | { readonly rule: string; readonly never: true };

const never = (rule: string): Theory => ({ rule, never: true });
const atOnce = { fromMs: 0, toMs: 45, leftMs: 45 };
const beat = (rule: string): Timing => ({ rule, fromMs: 3000, toMs: 4040, leftMs: 40 });
const userTimeout: Timing = { rule: 'user-timeout-data', fromMs: 3390, toMs: 4380, leftMs: 490, errno: 'ETIMEDOUT' };
/* tcp_retries2 = 15 ends after a quarter of an hour: far beyond any deadline here. */
const retries2: Timing = { rule: 'retries2', fromMs: 972_000, toMs: 1_176_000, leftMs: 150_000, errno: 'ETIMEDOUT' };

/** The peer's process says nothing, but its kernel may acknowledge. */
function frozen(detector: DetectorSettings): Theory {
  switch (detector.kind) {
    case 'heartbeat':
    case 'dedicated-heartbeat':
      return beat('heartbeat');
    case 'receive-deadline':
      return { rule: 'receive-deadline', fromMs: 1960, toMs: 3040, leftMs: 43 };
    case 'phi-accrual':
    case 'k-of-n':
    case 'bfd':
    case 'learned-heartbeat':
      return beat(detector.kind);
    default:
      return never('kernel-acknowledges');
  }
}

function silent(detector: DetectorSettings, traffic: Traffic): Theory {
  const writing = traffic === 'writing';
  switch (detector.kind) {
    case 'keepalive':
      if (writing) return detector.userTimeoutMs === undefined ? retries2 : userTimeout;
      if (detector.userTimeoutMs === undefined)
        return { rule: 'keepalive-idle', fromMs: 2990, toMs: 4170, leftMs: 180, errno: 'ETIMEDOUT' };
      return { rule: 'keepalive-user-timeout', fromMs: 1990, toMs: 3140, leftMs: 140, errno: 'ETIMEDOUT' };
    case 'user-timeout':
      return writing ? userTimeout : never('nothing-outstanding');
    case 'tcp-info':
      if (!writing) return never('nothing-outstanding');
      return detector.rule === 'state'
        ? retries2
        : { rule: 'silent-acknowledgement', fromMs: 2450, toMs: 3240, leftMs: 245 };
    case 'oob':
      return { rule: 'silent-acknowledgement', fromMs: 1950, toMs: 3240, leftMs: 245 };
    case 'write-probe':
      return retries2;
    case 'eof':
      return writing ? retries2 : never('nothing-outstanding');
    // Whoever awaits the process notices this as a frozen one.
    default:
      return frozen(detector);
  }
}

/** The peer's kernel says goodbye: whoever reads sees it at once. */
function announced(detector: DetectorSettings, fault: Fault): Theory {
  if (detector.kind === 'write-probe' && fault.kind !== 'rst')
    return fault.kind === 'half-close'
      ? never('half-close-writable')
      : { rule: 'second-write-fails', fromMs: 1000, toMs: 3090, leftMs: 60, errno: 'EPIPE' };
  if (detector.kind === 'tcp-info') return { rule: 'seen-by-poll', fromMs: 0, toMs: 245, leftMs: 60 };
  if (fault.kind === 'rst') return { rule: 'peer-reset', ...atOnce, errno: 'ECONNRESET' };
  return { rule: fault.kind === 'kill' ? 'peer-killed' : 'peer-closed', ...atOnce, closed: true };
}

function theoryOf({ detector, fault, traffic }: Cell): Theory {
  switch (fault.kind) {
    case 'fin':
    case 'kill':
    case 'half-close':
    case 'rst':
      return announced(detector, fault);
    case 'freeze':
      return frozen(detector);
    case 'blackhole':
      return silent(detector, traffic);
    case 'reboot': {
      const alone = silent(detector, traffic);
      if ('never' in alone && detector.kind !== 'write-probe') return never('no-transmission');
      const { downMs } = fault;
      return { rule: 'reset-on-return', fromMs: downMs, toMs: downMs + 1100, leftMs: 260, errno: 'ECONNRESET' };
    }
    case 'outage': {
      const alone = silent(detector, traffic);
      if ('never' in alone) return alone;
      return alone.toMs < fault.durationMs ? { ...alone, rule: 'gives-up-before' } : never('answered-before');
    }
    case 'slow-pong':
      return 'tries' in detector ? beat('stale-pongs') : never('pong-not-awaited');
    default:
      throw new Error(`the story has no ${fault.kind}`);
  }
}

function prediction(theory: Theory, from: (timing: Timing) => { fromMs: number; toMs: number }): Prediction {
  if ('never' in theory) return { kind: 'never', ...reasoningOf(theory.rule) };
  const verdict = theory.closed === true ? ('closed' as const) : ('dead' as const);
  return { kind: 'interval', verdict, errno: theory.errno ?? null, ...from(theory), ...reasoningOf(theory.rule) };
}

export const cellPrediction = (cell: Cell): Prediction =>
  prediction(theoryOf(cell), ({ fromMs, toMs }) => ({ fromMs, toMs }));

/** A trial that ends as predicted, rather early in its own interval as real ones do. */
export function trialOf(
  cell: Cell,
  repeat: number,
  { draw, deadlineMs }: { draw: Draw; deadlineMs: number },
): TrialResult {
  const predicted = prediction(theoryOf(cell), ({ fromMs, toMs, leftMs }) => {
    const start = draw(fromMs, toMs - leftMs);
    return { fromMs: start, toMs: start + leftMs };
  });
  const reached = predicted.kind === 'interval' && predicted.toMs <= deadlineMs ? predicted : null;
  const detectionMs = reached === null ? null : reached.fromMs + draw(0.05, 0.7) * (reached.toMs - reached.fromMs);
  const verdict =
    reached === null
      ? null
      : reached.verdict === 'closed'
        ? ({ kind: 'closed', reason: 'eof', errno: null } as const)
        : ({ kind: 'dead', reason: reached.errno === null ? 'unanswered' : 'recv', errno: reached.errno } as const);
  return {
    repeat,
    ...judge({ fault: cell.fault, verdict, detectionMs, prediction: predicted, deadlineMs }),
    detectionMs,
    verdict,
    predicted,
    faultSpanMs: draw(0.01, 0.2),
    probePackets: null,
    probeBytes: null,
    healthyMs: null,
    effective: null,
    invalidReason: null,
  };
}
