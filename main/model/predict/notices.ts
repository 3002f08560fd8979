/** Faults that the peer's own kernel announces: FIN or RST. */
import type { Prediction } from '../prediction.ts';
import type { DetectorSettings, Fault, Traffic } from '../settings.ts';
import { range } from './ranges.ts';
import { closed, dead, never } from './rules.ts';
import type { RuleId } from './rules.ts';
import { nextPoll, writeGapMs } from './silence.ts';
import { loopSlackMs } from './timers.ts';
import type { Known } from './situation.ts';

export type Notice = Fault & { readonly kind: 'fin' | 'half-close' | 'rst' | 'kill' };

const rules = {
  fin: 'peer-closed',
  'half-close': 'peer-closed',
  rst: 'peer-reset',
  kill: 'peer-killed',
} as const satisfies Record<Notice['kind'], RuleId>;

/** How long the announcement may be on its way. A killed process has its memory taken down before its sockets. */
const arrivalMs: Readonly<Record<Notice['kind'], number>> = { fin: 5, 'half-close': 5, rst: 5, kill: 60 };

export function announced(detector: DetectorSettings, fault: Notice, traffic: Traffic, s: Known): Prediction {
  const arrival = range(0, arrivalMs[fault.kind]);
  const told = range(0, arrival.toMs + loopSlackMs);
  if (detector.kind === 'tcp-info') {
    const seen = nextPoll(detector, arrival, s);
    const at = range(seen.fromMs, seen.toMs + loopSlackMs);
    return fault.kind === 'rst' ? dead('seen-by-poll', at) : closed('seen-by-poll', at);
  }
  if (fault.kind === 'rst') return dead(rules.rst, told, 'ECONNRESET');
  if (detector.kind !== 'write-probe') return closed(rules[fault.kind], told);
  if (fault.kind === 'half-close') return never('half-close-writable');
  const second = secondWrite(detector.intervalMs, traffic, s, arrival.toMs);
  // Data that the killed process had not read yet turns the FIN into RST, which is seen at once.
  return fault.kind === 'kill' ? dead('second-write-fails', range(0, second.toMs)) : second;
}

/**
 * After the FIN Node reads no more, so the RST that answers the first write shows only at the next one.
 * With two sources of writes the second write may follow the first at once.
 */
function secondWrite(
  intervalMs: number,
  traffic: Traffic,
  s: Known,
  arrivalMax: number,
): Prediction & { kind: 'interval' } {
  const writing = traffic === 'writing';
  const first = s.untilWriteMs ?? range(0, intervalMs);
  const gap = writeGapMs(intervalMs, writing);
  // The data in flight is the first write already, and may be answered while it is still read.
  if (traffic === 'in-flight') return dead('second-write-fails', range(0, intervalMs + gap + loopSlackMs));
  const missed = first.fromMs < arrivalMax ? gap : 0;
  const from = writing ? first.fromMs : first.fromMs + gap;
  return dead('second-write-fails', range(Math.max(0, from - 2), first.toMs + missed + gap + loopSlackMs), 'EPIPE');
}
