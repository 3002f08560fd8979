/** An outage that heals: a detector that is answered before it gives up survives. */
import type { Direction } from '../../faults/direction.ts';
import type { Prediction } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { arrivesEveryMs } from '../application/deaf-peer.ts';
import { firstOf, kernelVerdicts, ownVerdict } from '../application/silence.ts';
import { withKnown } from '../case.ts';
import type { Case } from '../case.ts';
import { retransmissionSlots } from '../kernel/retransmission.ts';
import { earlier, later, range, shift } from '../ranges.ts';
import { dead, never, unpredicted } from '../rules.ts';
import { beats, firstAfter, heartbeatTransmissions, newWrites, transmissions } from './transmissions.ts';

export function outage(c: Case, durationMs: number, way: Direction): Prediction {
  const { traits, known, kernel } = c;
  const arrives = arrivesEveryMs(c);
  if (way === 'to-peer' && arrives !== null)
    return unpredicted(typeof arrives === 'string' ? arrives : 'one-way-beats');
  const alone = ownVerdict(c);
  if (alone.kind !== 'interval') return alone;
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  const answer = firstAnswer(c, durationMs);
  // A detector that believes the state alone has no rule of its own: the kernel's verdicts below are its verdicts.
  const isKernels = traits.polls !== null && traits.polls.silenceMs === null;
  const own = isKernels ? never('answered-before') : inTime(alone, alone, answer);
  // Only what is lost on its way to the peer is sent again, two urgent bytes in one segment.
  const arePiledUp = traits.sends?.what === 'urgent' && known.gapMs === 0 && way !== 'from-peer';
  if (own.kind === 'never' && answer !== null && arePiledUp) return urgentBytes(c, answer);
  return kernelVerdicts(c)
    .map(({ lost, due, verdict }) => {
      const sent = retransmissionSlots(lost, known, kernel, durationMs * 2 + 1000);
      return inTime(verdict, due, firstAfter(sent, newWrites(sent, c), durationMs, kernel));
    })
    .reduce(either, own);
}

/** Whether a verdict that falls due is overtaken by the first answer after healing. */
function inTime(verdict: Prediction, due: RangeMs, answer: RangeMs | null): Prediction {
  if (verdict.kind !== 'interval') return verdict;
  if (answer !== null && answer.toMs < due.fromMs) return never('answered-before');
  if (answer === null || due.toMs < answer.fromMs) return dead('gives-up-before', verdict, verdict.errno);
  return unpredicted('phase-decides');
}

function either(a: Prediction, b: Prediction): Prediction {
  if (a.kind === 'unpredicted' || b.kind === 'never') return a;
  return b.kind === 'unpredicted' || a.kind === 'never' ? b : firstOf(a, b);
}

/** Two urgent bytes outstanding at once: the older one surfaces in the stream between two frames. */
function urgentBytes({ traits, known }: Case, answer: RangeMs): Prediction {
  const intervalMs = traits.sends?.longestMs ?? Infinity;
  const second = shift(known.untilUrgentMs ?? range(0, intervalMs), intervalMs);
  if (second.toMs < answer.fromMs) return dead('urgent-byte-surfaces', answer, 'ECONNRESET');
  return second.fromMs > answer.toMs ? never('answered-before') : unpredicted('phase-decides');
}

/** When the first transmission gets through again, on the connection that the detector listens to. */
function firstAnswer(c: Case, afterMs: number): RangeMs | null {
  const { known, traits, options } = c;
  const { awaits } = traits;
  const own = ownAnswer(c, afterMs);
  if (known.dataEveryMs === null || awaits?.channel === 'heartbeat') return own;
  const data = firstData(c, known.dataEveryMs, afterMs);
  // To the kernel any segment of the peer will do.
  if (options.keepalive !== undefined) return own === null || data === null ? (own ?? data) : earlier(own, data);
  if (awaits === null) return own;
  if (awaits.hearsData || awaits.what === 'beat') return data;
  // A PONG is read in its turn, after the data that was lost before it.
  return own === null || data === null ? null : later(own, data);
}

/** When data of a reading connection gets through again; beats of the same peer stand in one line with it. */
function firstData(c: Case, everyMs: number, afterMs: number): RangeMs | null {
  const { known, kernel, traits } = c;
  const hearsOther = traits.awaits !== null && !traits.awaits.hearsData;
  const sinceHeardMs = hearsOther ? range(0, everyMs) : known.sinceHeardMs;
  const sent = beats(everyMs, withKnown(c, { sinceHeardMs }), afterMs * 2 + 1000);
  const gapMs = (traits.awaits?.everyMs ?? null) === null ? everyMs : 0;
  return firstAfter(sent, newWrites(sent, withKnown(c, { gapMs })), afterMs, kernel);
}

function ownAnswer(c: Case, afterMs: number): RangeMs | null {
  const until = afterMs * 2 + 1000;
  const beatMs = c.traits.awaits?.everyMs ?? null;
  if (beatMs !== null) {
    const sent = beats(beatMs, c, until);
    return firstAfter(sent, newWrites(sent, withKnown(c, { gapMs: beatMs })), afterMs, c.kernel);
  }
  const isDedicated = c.traits.awaits?.channel === 'heartbeat';
  const sent = isDedicated ? heartbeatTransmissions(c, until) : transmissions(c, until);
  return firstAfter(sent, newWrites(sent, c), afterMs, c.kernel);
}
