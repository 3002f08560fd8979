/**
 * The peer's receive window is closed: data waits, keepalive is suspended, and the kernel asks ever more rarely whether
 * the window has opened (tcp_probe_timer, tcp_send_probe0, net/ipv4/tcp_timer.c and tcp_output.c).
 */
import type { Effect } from '../../faults/part.ts';
import type { Prediction } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { writingGapMs } from '../../traffic.ts';
import { frameBytes } from '../../wire/frame.ts';
import { announced } from '../application/announced.ts';
import type { Announcement } from '../application/announced.ts';
import { nextPoll } from '../application/polling.ts';
import { firstOf } from '../application/silence.ts';
import { withEffect } from '../case.ts';
import type { Case } from '../case.ts';
import type { Known } from '../known.ts';
import { firstAfter } from '../path/transmissions.ts';
import { plus, range } from '../ranges.ts';
import { dead, never, unpredicted } from '../rules.ts';
import { granuleMs, loopSlackMs, rtoMaxMs, rtoMinMs, widened } from './timers.ts';

/** No more than between the bounds of the RTO (tcp_probe0_when). */
const doublings = Math.floor(Math.log2(rtoMaxMs / rtoMinMs)) + 1;

/** What `otherwise` says for detectors that neither the closed window nor the data behind it concerns. */
export function closedWindow(c: Case, otherwise: (c: Case) => Prediction): Prediction {
  const { effect } = c.fault;
  if (effect.is === 'announced') return withUnreadData(c, effect.by);
  if (c.kernel.os !== 'linux') return unpredicted('other-kernel');
  // Window probes come ever more rarely: when the firewall has forgotten the connection depends on how long it was closed.
  if (effect.is === 'flow-timeout' && effect.reply === 'rst') return unpredicted('phase-decides');
  const byKernel = kernelVerdict(c, effect);
  if (c.traits.awaits === null) return byKernel;
  // What it would send on this connection waits behind the window: only a probe is answered by RST.
  const isMute = effect.is === 'amnesia' && c.traits.awaits.channel === 'main';
  const own = otherwise(isMute ? withEffect(c, { is: 'cut', way: 'both', forMs: null }) : c);
  return own.kind === 'unpredicted' || byKernel.kind !== 'interval' ? own : either(own, byKernel);
}

/** A close that leaves data unread resets (RFC 2525 2.17; tcp_close). */
function withUnreadData(c: Case, by: Announcement): Prediction {
  if (by === 'half-close' || by === 'rst') return announced(c, by);
  const reset = announced(c, 'rst');
  const gone = announced(c, 'exit');
  if (reset.kind !== 'interval') return reset;
  const toMs = by === 'exit' && gone.kind === 'interval' ? Math.max(reset.toMs, gone.toMs) : reset.toMs;
  return dead('unread-data-reset', range(reset.fromMs, toMs), reset.errno);
}

function either(own: Prediction, byKernel: Prediction & { kind: 'interval' }): Prediction {
  return own.kind === 'never' ? byKernel : firstOf(own, byKernel);
}

function kernelVerdict(c: Case, effect: Effect): Prediction {
  const { kernel, options } = c;
  const { userTimeoutMs } = options;
  const expiry = userTimeoutMs === undefined ? null : userTimeoutExpires(userTimeoutMs, c);
  switch (effect.is) {
    case 'chance':
    case 'flow-timeout':
      return expiry ?? unpredicted('chance-decides');
    case 'amnesia': {
      const reset = firstAfter(probeWaits(c, 40), null, effect.afterMs, kernel);
      if (reset === null) return unpredicted('other-kernel');
      const back = dead('reset-on-return', polled(c, reset), polls(c) ? null : 'ECONNRESET');
      return expiry === null ? back : firstOf(expiry, back);
    }
    case 'cut':
      if (expiry !== null) return expiry;
      return effect.forMs === null ? unansweredProbes(c) : never('answered-before');
    case 'nothing':
    case 'stopped':
    case 'slow':
    case 'announced':
      return expiry ?? never(options.keepalive === undefined ? 'window-probes-answered' : 'keepalive-suspended');
  }
}

/** A detector that only polls sees it at its next poll. */
const polls = ({ traits }: Case): boolean => traits.believes === 'polling';

/** The least that a receive buffer holds of frames: half of tcp_rmem[1] = 131072. */
const leastBufferBytes = 65_536;

/** Its kernel acknowledges until its buffer is full; then the window is closed, and the user timeout's clock runs. */
export function frozenReader({ options: { userTimeoutMs }, traffic, kernel }: Case): Prediction {
  if (userTimeoutMs === undefined || traffic !== 'writing' || kernel.os !== 'linux')
    return never('kernel-acknowledges');
  const fullMs = Math.floor(leastBufferBytes / frameBytes.classic) * writingGapMs;
  return dead('frozen-reader', range(fullMs + userTimeoutMs, Infinity), 'ETIMEDOUT');
}

/** The clock starts at the first window probe, and no acknowledgement of a probe resets it (icsk_probes_tstamp). */
function userTimeoutExpires(timeoutMs: number, { known, kernel }: Case): Prediction & { kind: 'interval' } {
  const closed = known.windowClosedForMs ?? range(0);
  const base = probeBase(known);
  const nominal = range(base.fromMs + timeoutMs - closed.toMs, base.toMs + timeoutMs - closed.fromMs);
  const lateMs = granuleMs(base.toMs, kernel) + granuleMs(timeoutMs, kernel) + known.rttMs.toMs;
  return dead('user-timeout-window', widened(nominal, lateMs, kernel), 'ETIMEDOUT');
}

/** After the fault no probe is answered: gives up when `retries2` have been sent and the last has had its time. */
function unansweredProbes(c: Case): Prediction {
  const waits = probeWaits(c, c.kernel.retries2 + 1);
  const last = waits.at(-1) ?? range(0);
  const at = widened(polled(c, last), 0, c.kernel);
  return dead('window-probes', at, polls(c) ? null : 'ETIMEDOUT');
}

/** When the next probes are due, at whatever point of its wait the fault met the timer. */
function probeWaits({ known, kernel }: Case, count: number): RangeMs[] {
  const base = probeBase(known);
  const closed = known.windowClosedForMs ?? range(0);
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

/** When it is seen of what the kernel decides at `at`. */
function polled(c: Case, at: RangeMs): RangeMs {
  if (!polls(c)) return at;
  const { fromMs, toMs } = nextPoll(c, at);
  return range(fromMs, toMs + loopSlackMs);
}
