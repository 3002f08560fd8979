/** A host that is reached again and knows nothing of the connection: rebooted, replaced, or never its own answer. */
import type { Prediction } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { nextPoll } from '../application/polling.ts';
import { silenceVerdict } from '../application/silence.ts';
import type { Case } from '../case.ts';
import { loopSlackMs } from '../kernel/timers.ts';
import { earlier, range } from '../ranges.ts';
import { dead, never, unpredicted } from '../rules.ts';
import { firstAfter, heartbeatTransmissions, newWrites, transmissions } from './transmissions.ts';

/** Whatever is sent first after the return is answered by RST, unless the detector gave up before. */
export function amnesia(c: Case, afterMs: number): Prediction {
  const alone = silenceVerdict(c);
  const until = afterMs * 2 + 1000;
  const sent = [transmissions(c, until)];
  if (c.traits.awaits?.channel === 'heartbeat') sent.push(heartbeatTransmissions(c, until));
  const resets = sent.flatMap((times) => firstAfter(times, newWrites(times, c), afterMs, c.kernel) ?? []);
  const reset = resets.reduce<RangeMs | null>((first, time) => (first === null ? time : earlier(first, time)), null);
  if (reset === null) return alone.kind === 'never' ? never('no-transmission') : alone;
  if (c.kernel.os !== 'linux') return unpredicted('other-kernel');
  const seen = c.traits.believes === 'polling' ? polledAt(nextPoll(c, reset)) : reset;
  if (alone.kind !== 'interval' || seen.toMs < alone.fromMs) return dead('reset-on-return', seen, 'ECONNRESET');
  if (alone.toMs < seen.fromMs) return alone;
  return dead('reset-on-return', earlier(alone, seen));
}

const polledAt = (poll: RangeMs): RangeMs => range(poll.fromMs, poll.toMs + loopSlackMs);
