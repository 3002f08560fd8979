/** A detector with kernel options beside its own: whichever notices first. */
import type { SocketOptions } from '../options.ts';
import type { Kernel, Prediction, Situation } from '../prediction.ts';
import type { DetectorSettings, Fault, KeepaliveSettings, Traffic, UserTimeoutSettings } from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { predict } from './predict.ts';
import { earlier, range, rest } from './ranges.ts';
import { dead, unpredicted } from './rules.ts';

export interface Watched {
  readonly detector: DetectorSettings;
  /** Beside what the detector itself asks of the kernel. */
  readonly options: SocketOptions;
  readonly traffic: Traffic;
}

/** As `predict`, for a connection whose kernel may give up before its detector does. */
export function predictWatched(watched: Watched, fault: Fault, kernel: Kernel, situation: Situation): Prediction {
  const { detector, options, traffic } = watched;
  const { keepalive, userTimeoutMs } = options;
  if (keepalive === undefined && userTimeoutMs === undefined)
    return predict(detector, fault, traffic, kernel, situation);
  const whole = asOne(detector, options);
  if (whole !== null) return predict(whole, fault, traffic, kernel, situation);
  const own = predict(detector, fault, traffic, kernel, situation);
  // What the peer's kernel announces is seen by whoever reads, whatever the options.
  if (isAnnounced(fault)) return own;
  return first(own, seenBy(detector, kernelAlone(watched, fault, kernel, situation)));
}

/** A detector that leaves everything to the kernel is one with its options. */
function asOne(detector: DetectorSettings, options: SocketOptions): KeepaliveSettings | UserTimeoutSettings | null {
  switch (detector.kind) {
    case 'eof':
      return kernelDetector(options);
    case 'user-timeout':
      return options.keepalive === undefined
        ? detector
        : { kind: 'keepalive', ...options.keepalive, userTimeoutMs: detector.timeoutMs };
    case 'keepalive':
      return { ...detector, ...(options.userTimeoutMs !== undefined && { userTimeoutMs: options.userTimeoutMs }) };
    case 'heartbeat':
    case 'dedicated-heartbeat':
    case 'tcp-info':
    case 'oob':
    case 'write-probe':
    case 'receive-deadline':
    case 'phi-accrual':
    case 'k-of-n':
    case 'bfd':
    case 'learned-heartbeat':
      return null;
  }
}

function kernelDetector({ keepalive, userTimeoutMs }: SocketOptions): KeepaliveSettings | UserTimeoutSettings {
  if (keepalive === undefined) return { kind: 'user-timeout', timeoutMs: userTimeoutMs ?? 0 };
  return { kind: 'keepalive', ...keepalive, ...(userTimeoutMs !== undefined && { userTimeoutMs }) };
}

const isAnnounced = ({ kind }: Fault): boolean =>
  kind === 'fin' || kind === 'half-close' || kind === 'rst' || kind === 'kill';

/** When the kernel gives up by itself: by keepalive, unless data is in flight before that suspends it. */
function kernelAlone(watched: Watched, fault: Fault, kernel: Kernel, situation: Situation): Prediction {
  const { detector, options, traffic } = watched;
  const expected = (untilWriteMs: RangeMs | null): Prediction =>
    predict(kernelDetector(options), fault, traffic, kernel, { ...situation, untilWriteMs });
  const write = nextData(situation, detector);
  const quiet = expected(null);
  if (write === null || situation.unackedForMs !== null) return quiet;
  // Its PINGs are on the other connection, which has the same options: the main one stays quiet.
  if (detector.kind === 'dedicated-heartbeat' && traffic === 'idle') return first(quiet, expected(write));
  if (quiet.kind !== 'interval' || isBefore(write, quiet)) return expected(write);
  return isBefore(quiet, write) ? quiet : unpredicted('phase-decides');
}

/** To the kernel a PING is data like any other. */
function nextData({ sinceHeardMs, untilWriteMs }: Situation, detector: DetectorSettings): RangeMs | null {
  if (!('from' in detector) || detector.from === 'server') return untilWriteMs;
  const ping = rest(detector.idleMs, sinceHeardMs);
  return untilWriteMs === null ? ping : earlier(untilWriteMs, ping);
}

/** Who only polls sees at the next poll what the kernel has given up. */
function seenBy(detector: DetectorSettings, prediction: Prediction): Prediction {
  if (detector.kind !== 'tcp-info' || prediction.kind !== 'interval') return prediction;
  return { ...prediction, errno: null, ...range(prediction.fromMs, prediction.toMs + detector.everyMs) };
}

/** Two that watch the same connection: the verdict comes from whichever is earlier. */
function first(a: Prediction, b: Prediction): Prediction {
  if (a.kind === 'unpredicted' || b.kind === 'never') return a;
  if (b.kind === 'unpredicted' || a.kind === 'never') return b;
  if (isBefore(a, b)) return a;
  if (isBefore(b, a)) return b;
  return dead('phase-decides', earlier(a, b), a.errno === b.errno ? a.errno : null);
}

const isBefore = (a: RangeMs, b: RangeMs): boolean => a.toMs < b.fromMs;
