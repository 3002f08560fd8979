/** Faults that the peer's own kernel announces: FIN or RST. */
import type { Effect } from '../../faults/part.ts';
import type { Prediction } from '../../prediction.ts';
import { writingGapMs } from '../../traffic.ts';
import type { Case } from '../case.ts';
import { loopSlackMs } from '../kernel/timers.ts';
import { range } from '../ranges.ts';
import { closed, dead, never } from '../rules.ts';
import type { RuleId } from '../rules.ts';
import { nextPoll } from './polling.ts';

export type Announcement = (Effect & { readonly is: 'announced' })['by'];

const rules = {
  fin: 'peer-closed',
  'half-close': 'peer-closed',
  rst: 'peer-reset',
  exit: 'peer-killed',
} as const satisfies Record<Announcement, RuleId>;

/** How long the announcement may be on its way. A killed process has its memory taken down before its sockets. */
export const arrivalMs: Readonly<Record<Announcement, number>> = { fin: 5, 'half-close': 5, rst: 5, exit: 60 };

export function announced(c: Case, by: Announcement): Prediction {
  const arrival = range(0, arrivalMs[by]);
  const told = range(0, arrival.toMs + loopSlackMs);
  if (c.traits.believes === 'polling') {
    const seen = nextPoll(c, arrival);
    const at = range(seen.fromMs, seen.toMs + loopSlackMs);
    return by === 'rst' ? dead('seen-by-poll', at) : closed('seen-by-poll', at);
  }
  if (by === 'rst') return dead(rules.rst, told, 'ECONNRESET');
  if (c.traits.believes === 'reading') return closed(rules[by], told);
  if (by === 'half-close') return never('half-close-writable');
  const second = secondWrite(c, arrival.toMs);
  // Data that the killed process had not read yet turns the FIN into RST, which is seen at once.
  return by === 'exit' ? dead('second-write-fails', range(0, second.toMs)) : second;
}

/**
 * After the FIN Node reads no more, so the RST that answers the first write shows only at the next one.
 * With two sources of writes the second write may follow the first at once.
 */
function secondWrite({ traits, traffic, known }: Case, arrivalMax: number): Prediction & { kind: 'interval' } {
  const intervalMs = traits.sends?.longestMs ?? Infinity;
  const writing = traffic === 'writing';
  const first = known.untilWriteMs ?? range(0, intervalMs);
  const gap = Math.min(intervalMs, writing ? writingGapMs : Infinity);
  // The data in flight is the first write already, and may be answered while it is still read.
  if (traffic === 'in-flight') return dead('second-write-fails', range(0, intervalMs + gap + loopSlackMs));
  const missed = first.fromMs < arrivalMax ? gap : 0;
  const from = writing ? first.fromMs : first.fromMs + gap;
  return dead('second-write-fails', range(Math.max(0, from - 2), first.toMs + missed + gap + loopSlackMs), 'EPIPE');
}
