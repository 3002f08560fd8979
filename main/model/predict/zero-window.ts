/**
 * The peer's receive window is closed: data waits, keepalive is suspended, and the kernel asks ever more rarely whether
 * the window has opened (tcp_probe_timer, tcp_send_probe0, net/ipv4/tcp_timer.c and tcp_output.c).
 */
import type { Kernel, Prediction } from '../prediction.ts';
import { isNetworkFault } from '../network-fault.ts';
import { writingGapMs } from '../settings.ts';
import type { DetectorSettings, Fault, SocketFault, Traffic } from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { frameBytes } from '../wire/frame.ts';
import { likeness } from './network.ts';
import { announced } from './notices.ts';
import { plus, range } from './ranges.ts';
import { dead, never, unpredicted } from './rules.ts';
import { firstOf, nextPoll } from './silence.ts';
import type { Known } from './situation.ts';
import { granuleMs, loopSlackMs, rtoMaxMs, rtoMinMs, widened } from './timers.ts';
import { firstAfter } from './transmissions.ts';

/** No more than between the bounds of the RTO (tcp_probe0_when). */
const doublings = Math.floor(Math.log2(rtoMaxMs / rtoMinMs)) + 1;

/** What `otherwise` says for detectors that neither the closed window nor the data behind it concerns. */
// oxlint-disable-next-line max-params -- the physics has five variables
export function closedWindow(
  detector: DetectorSettings,
  fault: Fault,
  s: Known,
  kernel: Kernel,
  otherwise: (fault: Fault) => Prediction,
): Prediction {
  const like = isNetworkFault(fault) ? likeness(fault) : fault;
  if (like !== null && isNotice(like)) return notice(detector, like, s);
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  // Window probes come ever more rarely: when the firewall has forgotten the connection depends on how long it was closed.
  if (fault.kind === 'firewall-forgets' && fault.reply === 'rst') return unpredicted('phase-decides');
  const byKernel = kernelVerdict(detector, like, s, kernel);
  if (!listens(detector)) return byKernel;
  // What it would send on this connection waits behind the window: only a probe is answered by RST.
  const isMute = like?.kind === 'reboot' && detector.kind !== 'dedicated-heartbeat';
  const own = otherwise(isMute ? { kind: 'blackhole', direction: 'both' } : fault);
  return own.kind === 'unpredicted' || byKernel.kind !== 'interval' ? own : either(own, byKernel);
}

type Notice = SocketFault & { readonly kind: 'fin' | 'half-close' | 'rst' | 'kill' };
const isNotice = ({ kind }: SocketFault): boolean =>
  kind === 'fin' || kind === 'half-close' || kind === 'rst' || kind === 'kill';

/** A close that leaves data unread resets (RFC 2525 2.17; tcp_close). */
function notice(detector: DetectorSettings, fault: SocketFault, s: Known): Prediction {
  const told = (kind: Notice['kind']): Prediction => announced(detector, { kind }, 'zero-window', s);
  if (fault.kind === 'half-close' || fault.kind === 'rst') return told(fault.kind);
  const reset = told('rst');
  const gone = told('kill');
  if (reset.kind !== 'interval') return reset;
  const toMs = fault.kind === 'kill' && gone.kind === 'interval' ? Math.max(reset.toMs, gone.toMs) : reset.toMs;
  return dead('unread-data-reset', range(reset.fromMs, toMs), reset.errno);
}

/** Those that wait for the peer to speak, or have a connection of their own for that. */
const listens = (detector: DetectorSettings): boolean =>
  detector.kind === 'receive-deadline' ||
  detector.kind === 'bfd' ||
  detector.kind === 'dedicated-heartbeat' ||
  detector.kind === 'heartbeat';

function either(own: Prediction, byKernel: Prediction & { kind: 'interval' }): Prediction {
  return own.kind === 'never' ? byKernel : firstOf(own, byKernel);
}

/** `like` is null for faults by chance, or that depend on what comes first. */
function kernelVerdict(detector: DetectorSettings, like: SocketFault | null, s: Known, kernel: Kernel): Prediction {
  const timeoutMs = userTimeoutMs(detector);
  const expiry = timeoutMs === undefined ? null : userTimeoutExpires(timeoutMs, s, kernel);
  if (like === null) return expiry ?? unpredicted('chance-decides');
  switch (like.kind) {
    case 'reboot': {
      const reset = firstProbeAfter(like.downMs, s, kernel);
      if (reset === null) return unpredicted('other-kernel');
      const seen = polled(detector, reset, s);
      const back = dead('reset-on-return', seen, detector.kind === 'tcp-info' ? null : 'ECONNRESET');
      return expiry === null ? back : firstOf(expiry, back);
    }
    case 'blackhole':
      return expiry ?? unansweredProbes(detector, s, kernel);
    case 'outage':
      return expiry ?? never('answered-before');
    case 'none':
    case 'freeze':
    case 'slow-pong':
    case 'fin':
    case 'half-close':
    case 'rst':
    case 'kill':
      return expiry ?? never(detector.kind === 'keepalive' ? 'keepalive-suspended' : 'window-probes-answered');
  }
}

/** The least that a receive buffer holds of frames: half of tcp_rmem[1] = 131072. */
const leastBufferBytes = 65_536;

/** Its kernel acknowledges until its buffer is full; then the window is closed, and the user timeout's clock runs. */
export function frozenReader(detector: DetectorSettings, traffic: Traffic, kernel: Kernel): Prediction {
  const timeoutMs = userTimeoutMs(detector);
  if (timeoutMs === undefined || traffic !== 'writing' || kernel.os !== 'linux') return never('kernel-acknowledges');
  const fullMs = Math.floor(leastBufferBytes / frameBytes.classic) * writingGapMs;
  return dead('frozen-reader', range(fullMs + timeoutMs, Infinity), 'ETIMEDOUT');
}

function userTimeoutMs(detector: DetectorSettings): number | undefined {
  if (detector.kind === 'user-timeout') return detector.timeoutMs;
  return detector.kind === 'keepalive' ? detector.userTimeoutMs : undefined;
}

/** The clock starts at the first window probe, and no acknowledgement of a probe resets it (icsk_probes_tstamp). */
function userTimeoutExpires(timeoutMs: number, s: Known, kernel: Kernel): Prediction & { kind: 'interval' } {
  const closed = s.windowClosedForMs ?? range(0);
  const base = probeBase(s);
  const nominal = range(base.fromMs + timeoutMs - closed.toMs, base.toMs + timeoutMs - closed.fromMs);
  const lateMs = granuleMs(base.toMs, kernel) + granuleMs(timeoutMs, kernel) + s.rttMs.toMs;
  return dead('user-timeout-window', widened(nominal, lateMs, kernel), 'ETIMEDOUT');
}

/** After the fault no probe is answered: gives up when `retries2` have been sent and the last has had its time. */
function unansweredProbes(detector: DetectorSettings, s: Known, kernel: Kernel): Prediction {
  const waits = probeWaits(s, kernel, kernel.retries2 + 1);
  const last = waits.at(-1) ?? range(0);
  const at = widened(polled(detector, last, s), 0, kernel);
  return dead('window-probes', at, detector.kind === 'tcp-info' ? null : 'ETIMEDOUT');
}

/** The first window probe at or after an instant; null when none is in reach. */
const firstProbeAfter = (afterMs: number, s: Known, kernel: Kernel): RangeMs | null =>
  firstAfter(probeWaits(s, kernel, 40), null, afterMs, kernel);

/** When the next probes are due, at whatever point of its wait the fault met the timer. */
function probeWaits(s: Known, kernel: Kernel, count: number): RangeMs[] {
  const base = probeBase(s);
  const closed = s.windowClosedForMs ?? range(0);
  const wait = (backoff: number): RangeMs => {
    const doubled = 2 ** Math.min(backoff, doublings);
    const toMs = Math.min(base.toMs * doubled, rtoMaxMs);
    return range(Math.min(base.fromMs * doubled, rtoMaxMs), toMs + granuleMs(toMs, kernel));
  };
  const fewest = Math.max(0, backoffAfter(closed.fromMs, base.toMs) - 1);
  const most = backoffAfter(closed.toMs, base.fromMs);
  let at = range(0, wait(most).toMs);
  return Array.from({ length: count }, (_, probe) => {
    if (probe > 0) at = plus(at, range(wait(fewest + probe).fromMs, wait(most + probe).toMs));
    return at;
  });
}

/** Waits double from `base` on, and began when the window closed. */
const backoffAfter = (closedMs: number, baseMs: number): number =>
  Math.floor(Math.log2(Math.max(0, closedMs) / baseMs + 1));

/** tcp_probe0_base: the RTO, at least RTO_MIN. */
const probeBase = ({ rtoMs }: Known): RangeMs =>
  range(Math.max(rtoMs.fromMs, rtoMinMs), Math.max(rtoMs.toMs, rtoMinMs));

/** Who only polls sees it later. */
function polled(detector: DetectorSettings, at: RangeMs, s: Known): RangeMs {
  if (detector.kind !== 'tcp-info') return at;
  const { fromMs, toMs } = nextPoll(detector, at, s);
  return range(fromMs, toMs + loopSlackMs);
}
