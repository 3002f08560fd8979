/** An outage that heals: whoever is answered before it gives up survives. */
import type { Kernel, Prediction } from '../prediction.ts';
import type { DetectorSettings, Fault } from '../settings.ts';
import type { RangeMs } from '../time.ts';
import { arrivesEveryMs, beatEveryMs } from './peer-speech.ts';
import { earlier, later, range, shift } from './ranges.ts';
import { retransmissionSlots } from './retransmission.ts';
import { dead, never, unpredicted } from './rules.ts';
import { firstOf, kernelVerdicts, ownVerdict } from './silence.ts';
import type { Known } from './situation.ts';
import { beats, firstAfter, heartbeatTransmissions, newWrites, transmissions } from './transmissions.ts';

export function outage(
  detector: DetectorSettings,
  { durationMs, direction }: Fault & { kind: 'outage' },
  s: Known,
  kernel: Kernel,
): Prediction {
  const arrives = arrivesEveryMs(detector, s);
  if (direction === 'to-peer' && arrives !== null)
    return unpredicted(typeof arrives === 'string' ? arrives : 'one-way-beats');
  const alone = ownVerdict(detector, s, kernel);
  if (alone.kind !== 'interval') return alone;
  if (kernel.os !== 'linux') return unpredicted('other-kernel');
  const answer = firstAnswer(detector, durationMs, s, kernel);
  const isKernels = detector.kind === 'tcp-info' && detector.rule === 'state';
  const own = isKernels ? never('answered-before') : inTime(alone, alone, answer);
  // Only what is lost on its way to the peer is sent again, two urgent bytes in one segment.
  const arePiledUp = detector.kind === 'oob' && s.gapMs === 0 && direction !== 'from-peer';
  if (own.kind === 'never' && answer !== null && arePiledUp) return urgentBytes(detector.intervalMs, answer, s);
  return kernelVerdicts(detector, s, kernel)
    .map(({ lost, due, verdict }) => {
      const sent = retransmissionSlots(lost, s, kernel, durationMs * 2 + 1000);
      return inTime(verdict, due, firstAfter(sent, newWrites(sent, s, kernel), durationMs, kernel));
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
function urgentBytes(intervalMs: number, answer: RangeMs, s: Known): Prediction {
  const second = shift(s.untilUrgentMs ?? range(0, intervalMs), intervalMs);
  if (second.toMs < answer.fromMs) return dead('urgent-byte-surfaces', answer, 'ECONNRESET');
  return second.fromMs > answer.toMs ? never('answered-before') : unpredicted('phase-decides');
}

/** When the first transmission gets through again, on the connection that the detector listens to. */
function firstAnswer(detector: DetectorSettings, afterMs: number, s: Known, kernel: Kernel): RangeMs | null {
  const own = ownAnswer(detector, afterMs, s, kernel);
  if (s.dataEveryMs === null) return own;
  const data = firstData(detector, s.dataEveryMs, afterMs, s, kernel);
  switch (detector.kind) {
    case 'keepalive':
      // Any segment of the peer will do.
      return own === null || data === null ? (own ?? data) : earlier(own, data);
    case 'heartbeat':
    case 'learned-heartbeat':
    case 'receive-deadline':
    case 'bfd':
      return data;
    case 'phi-accrual':
    case 'k-of-n':
      // A PONG is read in its turn, after the data that was lost before it.
      return own === null || data === null ? null : later(own, data);
    case 'eof':
    case 'user-timeout':
    case 'dedicated-heartbeat':
    case 'tcp-info':
    case 'oob':
    case 'write-probe':
      return own;
  }
}

/** When data of a reading connection gets through again; beats of the same peer stand in one line with it. */
// oxlint-disable-next-line max-params -- the physics has five variables
function firstData(
  detector: DetectorSettings,
  everyMs: number,
  afterMs: number,
  s: Known,
  kernel: Kernel,
): RangeMs | null {
  const hearsOther = detector.kind === 'phi-accrual' || detector.kind === 'k-of-n' || detector.kind === 'bfd';
  const since = hearsOther ? range(0, everyMs) : s.sinceHeardMs;
  const sent = beats(everyMs, { ...s, sinceHeardMs: since }, kernel, afterMs * 2 + 1000);
  const gapMs = beatEveryMs(detector) === null ? everyMs : 0;
  return firstAfter(sent, newWrites(sent, { ...s, gapMs }, kernel), afterMs, kernel);
}

function ownAnswer(detector: DetectorSettings, afterMs: number, s: Known, kernel: Kernel): RangeMs | null {
  const until = afterMs * 2 + 1000;
  const beatMs = beatEveryMs(detector);
  if (beatMs !== null) {
    const sent = beats(beatMs, s, kernel, until);
    return firstAfter(sent, newWrites(sent, { ...s, gapMs: beatMs }, kernel), afterMs, kernel);
  }
  const sent =
    detector.kind === 'dedicated-heartbeat'
      ? heartbeatTransmissions({ ...detector, kind: detector.kind }, s, kernel, until)
      : transmissions(detector, s, kernel, until);
  return firstAfter(sent, newWrites(sent, s, kernel), afterMs, kernel);
}
