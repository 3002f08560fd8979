/** A peer that lives and answers PING late. */
import type { Awaits } from '../../detectors/part.ts';
import type { Prediction } from '../../prediction.ts';
import { isStarved } from '../case.ts';
import type { Case } from '../case.ts';
import { loopSlackMs } from '../kernel/timers.ts';
import { shift } from '../ranges.ts';
import { dead, never, unpredicted } from '../rules.ts';
import { nextPing, ownVerdict } from './silence.ts';

export function slowAnswers(c: Case, delayMs: number): Prediction {
  const { awaits } = c.traits;
  if (awaits?.what !== 'pong') return never('pong-not-awaited');
  const { dataEveryMs } = c.known;
  // Data of the peer puts a heartbeat off as PONG does.
  if (dataEveryMs !== null && awaits.hearsData)
    return dataEveryMs + loopSlackMs < awaits.leastMs ? never('data-counts') : unpredicted('phase-decides');
  if (c.learnsGaps) return oneLongGap(c, delayMs);
  if (isStarved(c)) return ownVerdict(c);
  if (awaits.takesStale) return anyPong(c, awaits, delayMs);
  if (delayMs + loopSlackMs < awaits.patienceMs) return never('fresh-pong');
  if (delayMs - loopSlackMs < awaits.patienceMs) return unpredicted('phase-decides');
  const alone = ownVerdict(c);
  return alone.kind === 'interval' ? dead('stale-pongs', alone) : alone;
}

/** A detector that takes any PONG for life is misled when the first late one comes before the last PING has had its time. */
function anyPong(c: Case, { patienceMs, tries }: Awaits, delayMs: number): Prediction {
  const fatalMs = (tries ?? 1) * patienceMs;
  if (delayMs + loopSlackMs < fatalMs) return never(delayMs < patienceMs ? 'fresh-pong' : 'any-pong-counts');
  return delayMs - loopSlackMs < fatalMs ? unpredicted('phase-decides') : ownVerdict(c);
}

/** The first delayed PONG ends the only gap that is longer than usual. */
function oneLongGap(c: Case, delayMs: number): Prediction {
  const alone = ownVerdict(c);
  const first = shift(nextPing(c), delayMs);
  if (alone.kind !== 'interval' || alone.toMs < first.fromMs) return alone;
  return first.toMs + loopSlackMs < alone.fromMs ? never('one-long-gap') : unpredicted('phase-decides');
}
