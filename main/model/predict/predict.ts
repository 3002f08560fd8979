/** Theory beside measurement: when a detector must notice a fault, from what is known at the instant of the fault. */
import type { Kernel, Prediction, Situation } from '../prediction.ts';
import { isNetworkFault } from '../network-fault.ts';
import type {
  DetectorSettings,
  Fault,
  HeartbeatSettings,
  NetworkFault,
  PhiAccrualSettings,
  SocketFault,
  Traffic,
} from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { announced } from './notices.ts';
import { outage } from './outage.ts';
import { arrivesEveryMs, beatBudgetMs, waitsForPeer } from './peer-speech.ts';
import { forgotten } from './forgetting.ts';
import { amended, likeness, underLoss } from './network.ts';
import { earlier, hull, plus, range, rest, shift } from './ranges.ts';
import { dead, never, unpredicted } from './rules.ts';
import { isStarved, nextPing, nextPoll, ownVerdict, silenceVerdict, unlessKernelFirst } from './silence.ts';
import { firstRetransmission } from './retransmission.ts';
import { isCrowded, knownOf } from './situation.ts';
import type { Known } from './situation.ts';
import { loopSlackMs } from './timers.ts';
import { closedWindow, frozenReader } from './zero-window.ts';
import { firstAfter, heartbeatTransmissions, newWrites, transmissions } from './transmissions.ts';

/**
 * The prediction for one detector, fault and traffic.
 * @param situation measured at the fault (a trial), or `priorSituation` (a whole cell)
 */
// oxlint-disable-next-line max-params -- the physics has five variables
export function predict(
  detector: DetectorSettings,
  fault: Fault,
  traffic: Traffic,
  kernel: Kernel,
  situation: Situation,
): Prediction {
  const s = knownOf(situation, detector, traffic, kernel);
  const of = (what: Fault): Prediction =>
    isNetworkFault(what) ? ofNetwork(detector, what, traffic, s, kernel) : ofSocket(detector, what, traffic, s, kernel);
  return traffic === 'zero-window' ? closedWindow(detector, fault, s, kernel, of) : of(fault);
}

// oxlint-disable-next-line max-params -- the physics has five variables
function ofNetwork(
  detector: DetectorSettings,
  fault: NetworkFault,
  traffic: Traffic,
  s: Known,
  kernel: Kernel,
): Prediction {
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  if (fault.kind === 'firewall-forgets') return forgotten(detector, fault, traffic, s, kernel);
  const like = likeness(fault);
  if (like === null) return underLoss(detector, s);
  return amended(fault, ofSocket(detector, like, traffic, s, kernel), s, kernel);
}

// oxlint-disable-next-line max-params -- the physics has five variables
function ofSocket(
  detector: DetectorSettings,
  fault: SocketFault,
  traffic: Traffic,
  s: Known,
  kernel: Kernel,
): Prediction {
  switch (fault.kind) {
    case 'none':
      return never('nothing-happens');
    case 'fin':
    case 'half-close':
    case 'rst':
    case 'kill':
      return announced(detector, fault, traffic, s);
    case 'freeze':
      return waitsForPeer(detector) === null
        ? frozenReader(detector, traffic, kernel)
        : ownVerdict(detector, s, kernel);
    case 'blackhole':
      return fault.direction === 'to-peer' ? deafPeer(detector, s, kernel) : silenceVerdict(detector, s, kernel);
    case 'outage':
      return outage(detector, fault, s, kernel);
    case 'reboot':
      return reboot(detector, fault.downMs, s, kernel);
    case 'slow-pong':
      return slowPong(detector, fault.delayMs, s, kernel);
  }
}

/**
 * The peer hears nothing, but what it sends still arrives: its next beat does, and stays unacknowledged; those after it
 * do until that one is retransmitted.
 * A beat so young at t0 that its delayed acknowledgement was cut off is that one already.
 */
function deafPeer(detector: DetectorSettings, s: Known, kernel: Kernel): Prediction {
  const arrives = arrivesEveryMs(detector, s);
  if (typeof arrives === 'string') return unpredicted(arrives);
  if (arrives === null || isStarved(detector, s)) return silenceVerdict(detector, s, kernel);
  const beatMs = arrives;
  const budget = beatBudgetMs(detector);
  const untilLoss = firstRetransmission({ ...s, crowded: isCrowded(beatMs, s, kernel) }, kernel);
  const more = (ms: number): number => Math.floor(ms / beatMs) * beatMs;
  const last = plus(rest(beatMs, s.sinceHeardMs), range(more(untilLoss.fromMs), more(untilLoss.toMs)));
  const afterNext = shift(last, budget);
  const at = s.sinceHeardMs.fromMs > delayedAckMs ? afterNext : hull(rest(budget, s.sinceHeardMs), afterNext);
  // What was heard late by the event loop makes the next beat come early.
  const stalled = dead('beats-stall', range(Math.max(0, at.fromMs - loopSlackMs), at.toMs + 2 * loopSlackMs));
  // Each beat that is heard puts our own PING off.
  const heard = { ...s, sinceHeardMs: range(-last.toMs, s.sinceHeardMs.toMs) };
  return unlessKernelFirst(stalled, detector, heard, kernel);
}

/** TCP_DELACK_MIN, 40 ms (include/net/tcp.h), and a jiffy. */
const delayedAckMs = 44;

/** Whatever is sent first after the return is answered by RST, unless the detector gave up before. */
function reboot(detector: DetectorSettings, downMs: number, s: Known, kernel: Kernel): Prediction {
  const alone = silenceVerdict(detector, s, kernel);
  const until = downMs * 2 + 1000;
  const sent = [transmissions(detector, s, kernel, until)];
  if (detector.kind === 'dedicated-heartbeat')
    sent.push(heartbeatTransmissions({ ...detector, kind: detector.kind }, s, kernel, until));
  const resets = sent.flatMap((times) => firstAfter(times, newWrites(times, s, kernel), downMs, kernel) ?? []);
  const reset = resets.reduce<RangeMs | null>((first, time) => (first === null ? time : earlier(first, time)), null);
  if (reset === null) return alone.kind === 'never' ? never('no-transmission') : alone;
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  const seen = detector.kind === 'tcp-info' ? polledAt(nextPoll(detector, reset, s)) : reset;
  if (alone.kind !== 'interval' || seen.toMs < alone.fromMs) return dead('reset-on-return', seen, 'ECONNRESET');
  if (alone.toMs < seen.fromMs) return alone;
  return dead('reset-on-return', earlier(alone, seen));
}

const polledAt = (poll: RangeMs): RangeMs => range(poll.fromMs, poll.toMs + loopSlackMs);

function slowPong(detector: DetectorSettings, delayMs: number, s: Known, kernel: Kernel): Prediction {
  if (waitsForPeer(detector) !== 'pong') return never('pong-not-awaited');
  const heard = dataVerdict(detector, s);
  if (heard !== null) return heard;
  if (detector.kind === 'phi-accrual') return oneLongGap(detector, delayMs, s, kernel);
  if (isStarved(detector, s)) return ownVerdict(detector, s, kernel);
  if ('activity' in detector && (detector.activity ?? 'fresh') !== 'fresh')
    return anyPong(detector, delayMs, s, kernel);
  const patienceMs = pongPatienceMs(detector);
  if (delayMs + loopSlackMs < patienceMs) return never('fresh-pong');
  if (delayMs - loopSlackMs < patienceMs) return unpredicted('phase-decides');
  const alone = ownVerdict(detector, s, kernel);
  return alone.kind === 'interval' ? dead('stale-pongs', alone) : alone;
}

/** Who takes any PONG for life is misled as long as the first late one comes before the last PING has had its time. */
function anyPong(detector: HeartbeatSettings, delayMs: number, s: Known, kernel: Kernel): Prediction {
  const patienceMs = detector.tries * detector.intervalMs;
  if (delayMs + loopSlackMs < patienceMs)
    return never(delayMs < detector.intervalMs ? 'fresh-pong' : 'any-pong-counts');
  return delayMs - loopSlackMs < patienceMs ? unpredicted('phase-decides') : ownVerdict(detector, s, kernel);
}

/** Data of the peer puts a heartbeat off as PONG does. */
function dataVerdict(detector: DetectorSettings, { dataEveryMs }: Known): Prediction | null {
  if (dataEveryMs === null) return null;
  if (detector.kind !== 'heartbeat' && detector.kind !== 'learned-heartbeat') return null;
  const budget = 'idleMs' in detector ? detector.idleMs + detector.tries * detector.intervalMs : detector.startMs;
  return dataEveryMs + loopSlackMs < budget ? never('data-counts') : unpredicted('phase-decides');
}

/** How late a PONG may be: until its PING is repeated, or the heartbeat counted as missed. */
function pongPatienceMs(detector: DetectorSettings): number {
  if (detector.kind === 'learned-heartbeat') return detector.timeoutMs;
  if (detector.kind === 'k-of-n') return detector.slackMs;
  return 'from' in detector ? detector.intervalMs : 0;
}

/** The first delayed PONG ends the only gap that is longer than usual. */
function oneLongGap(detector: PhiAccrualSettings, delayMs: number, s: Known, kernel: Kernel): Prediction {
  const alone = ownVerdict(detector, s, kernel);
  const first = shift(nextPing(detector, s), delayMs);
  if (alone.kind !== 'interval' || alone.toMs < first.fromMs) return alone;
  return first.toMs + loopSlackMs < alone.fromMs ? never('one-long-gap') : unpredicted('phase-decides');
}
