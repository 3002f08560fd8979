/** Theory beside measurement: when a detector must notice a fault, from what is known at the instant of the fault. */
import { detectorOf, detectorPart } from '../detectors/index.ts';
import type { Prediction, Situation } from '../prediction.ts';
import type { RangeMs } from '../time.ts';
import { announced } from './application/announced.ts';
import { deafPeer } from './application/deaf-peer.ts';
import { ownVerdict, silenceVerdict } from './application/silence.ts';
import { slowAnswers } from './application/slow-answers.ts';
import { caseOf, isKernelOnly } from './case.ts';
import type { Case, Question } from './case.ts';
import { closedWindow, frozenReader } from './kernel/zero-window.ts';
import { amnesia } from './path/amnesia.ts';
import { flowTimeout } from './path/flow-timeout.ts';
import { underLoss, withErrors } from './path/loss.ts';
import { outage } from './path/outage.ts';
import { playedTrial } from './played/played.ts';
import { earlier, range, rest } from './ranges.ts';
import { dead, never, unpredicted } from './rules.ts';

/**
 * The prediction for one detector, fault and traffic.
 * @param situation measured at the fault (a trial), or `priorSituation` (a whole cell)
 */
export function predict(question: Question, situation: Situation): Prediction {
  const part = detectorPart(question.detector.kind);
  if (part.ownRule === undefined) return playedTrial({ ...question, part }, situation);
  const c = caseOf(question, situation);
  const { keepalive, userTimeoutMs } = question.options ?? {};
  if ((keepalive === undefined && userTimeoutMs === undefined) || isKernelOnly(c.traits)) return ofCase(c);
  const own = ofCase({ ...c, options: detectorOf(question.detector).options });
  // What the peer's kernel announces is seen by every detector that reads, whatever the options.
  if (c.fault.speaks === 'at-once') return own;
  return first(own, seenBy(c, kernelAlone(question, situation)));
}

const ofCase = (c: Case): Prediction => (c.traffic === 'zero-window' ? closedWindow(c, ofEffect) : ofEffect(c));

function ofEffect(c: Case): Prediction {
  if (!c.isNetwork) return ofPeer(c);
  return c.kernel.os === 'linux' ? withErrors(c, ofPeer(c)) : unpredicted('other-kernel');
}

function ofPeer(c: Case): Prediction {
  const { effect } = c.fault;
  switch (effect.is) {
    case 'nothing':
      return never('nothing-happens');
    case 'announced':
      return announced(c, effect.by);
    case 'stopped':
      return c.traits.awaits === null ? frozenReader(c) : ownVerdict(c);
    case 'cut':
      if (effect.forMs !== null) return outage(c, effect.forMs, effect.way);
      return effect.way === 'to-peer' ? deafPeer(c) : silenceVerdict(c);
    case 'amnesia':
      return amnesia(c, effect.afterMs);
    case 'slow':
      return slowAnswers(c, effect.delayMs);
    case 'chance':
      return underLoss(c);
    case 'flow-timeout':
      return flowTimeout(c, effect);
  }
}

/** When the kernel gives up by itself: by keepalive, unless data is in flight before that suspends it. */
function kernelAlone(question: Question, situation: Situation): Prediction {
  const { traits } = caseOf(question, situation);
  const expected = (untilWriteMs: RangeMs | null): Prediction =>
    ofCase(caseOf({ ...question, detector: { kind: 'eof' } }, { ...situation, untilWriteMs }));
  const write = nextData(situation, traits);
  const quiet = expected(null);
  if (write === null || situation.unackedForMs !== null) return quiet;
  // Its PINGs are on the other connection, which has the same options: the main one stays quiet.
  if (traits.sends?.channel === 'heartbeat' && question.traffic === 'idle') return first(quiet, expected(write));
  if (quiet.kind !== 'interval' || isBefore(write, quiet)) return expected(write);
  return isBefore(quiet, write) ? quiet : unpredicted('phase-decides');
}

/** To the kernel a PING is data like any other. */
function nextData({ sinceHeardMs, untilWriteMs }: Situation, { sends }: Case['traits']): RangeMs | null {
  if (sends === null || sends.silenceMs === null) return untilWriteMs;
  const ping = rest(sends.silenceMs, sinceHeardMs);
  return untilWriteMs === null ? ping : earlier(untilWriteMs, ping);
}

/** A detector that only polls sees at the next poll what the kernel has given up. */
function seenBy({ traits: { believes, polls } }: Case, prediction: Prediction): Prediction {
  if (believes !== 'polling' || prediction.kind !== 'interval') return prediction;
  return { ...prediction, errno: null, ...range(prediction.fromMs, prediction.toMs + (polls?.everyMs ?? 0)) };
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
