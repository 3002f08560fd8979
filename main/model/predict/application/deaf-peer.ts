/** Only the way to the peer is cut: it hears nothing, but what it sends still arrives. */
import type { Prediction } from '../../prediction.ts';
import { isCrowded, isStarved, withKnown } from '../case.ts';
import type { Case } from '../case.ts';
import { firstRetransmission } from '../kernel/retransmission.ts';
import { loopSlackMs } from '../kernel/timers.ts';
import { hull, plus, range, rest, shift } from '../ranges.ts';
import { dead, unpredicted } from '../rules.ts';
import { silenceVerdict, unlessKernelFirst } from './silence.ts';

/** TCP_DELACK_MIN, 40 ms (include/net/tcp.h), and a jiffy. */
const delayedAckMs = 44;

/**
 * The next beat of the peer arrives, and stays unacknowledged; those after it do until that one is retransmitted.
 * A beat so young at t0 that its delayed acknowledgement was cut off is that one already.
 */
export function deafPeer(c: Case): Prediction {
  const { known, kernel, traits } = c;
  const beatMs = arrivesEveryMs(c);
  if (typeof beatMs === 'string') return unpredicted(beatMs);
  if (beatMs === null || isStarved(c)) return silenceVerdict(c);
  const budgetMs = traits.awaits?.leastMs ?? 0;
  const untilLoss = firstRetransmission({ ...known, crowded: isCrowded(beatMs, known, kernel) }, kernel);
  const more = (ms: number): number => Math.floor(ms / beatMs) * beatMs;
  const last = plus(rest(beatMs, known.sinceHeardMs), range(more(untilLoss.fromMs), more(untilLoss.toMs)));
  const afterNext = shift(last, budgetMs);
  const isOld = known.sinceHeardMs.fromMs > delayedAckMs;
  const at = isOld ? afterNext : hull(rest(budgetMs, known.sinceHeardMs), afterNext);
  // What was heard late by the event loop makes the next beat come early.
  const stalled = dead('beats-stall', range(Math.max(0, at.fromMs - loopSlackMs), at.toMs + 2 * loopSlackMs));
  // Each beat that is heard puts our own PING off.
  return unlessKernelFirst(stalled, withKnown(c, { sinceHeardMs: range(-last.toMs, known.sinceHeardMs.toMs) }));
}

/** How often the peer sends what the detector hears; null for never. Two streams of one peer have no closed form. */
export function arrivesEveryMs({ traits, known, options }: Case): number | 'one-way-beats' | 'one-way-data' | null {
  const { awaits, sends, polls } = traits;
  const beatMs = awaits?.everyMs ?? null;
  if (known.dataEveryMs === null) return beatMs;
  const hearsData = awaits?.hearsData === true;
  if (beatMs !== null || (hearsData && sends?.rhythm === 'varying')) return 'one-way-beats';
  // Any segment of the peer puts these off: the kernel's probes, and an urgent byte that waits for an acknowledgement.
  if (options.keepalive !== undefined || (polls !== null && sends !== null)) return 'one-way-data';
  return hearsData ? known.dataEveryMs : null;
}
