/** What can be known before a run: ranges over every phase of the probe cycle. */
import { traitsOf } from '../detectors/index.ts';
import type { Traits } from '../detectors/part.ts';
import type { Kernel, Situation } from '../prediction.ts';
import type { RangeMs } from '../time.ts';
import { writingGapMs } from '../traffic.ts';
import type { Traffic } from '../traffic.ts';
import { isTimed } from './case.ts';
import type { Question } from './case.ts';
import { granuleMs, loopSlackMs } from './kernel/timers.ts';
import { earlier, range } from './ranges.ts';

/** RTO of a fresh connection over loopback or a LAN: RTO_MIN plus up to one delayed acknowledgement (TCP_DELACK_MIN). */
export const freshRtoMs = range(200, 260);
export const freshRttMs = range(0, 44);
const dataGapMs = writingGapMs + loopSlackMs;

export function priorSituation({ detector, traffic, kernel }: Omit<Question, 'fault'>): Situation {
  const traits = traitsOf(detector);
  const { sends, awaits, polls } = traits;
  const writes = trafficWrites(traffic);
  const own = sends !== null && sends.what !== 'ping' ? range(0, sends.longestMs) : null;
  const quiet = quietMs(traits, kernel);
  const hearsData = traffic === 'reading' && awaits?.hearsData === true;
  return {
    sinceSegmentMs: range(0, isBusy(traffic) ? writingGapMs + freshRttMs.toMs : quiet),
    lastWasProbe: null,
    sinceHeardMs: range(0, hearsData ? Math.min(quiet, dataGapMs) : quiet),
    untilWriteMs: writes !== null && own !== null ? earlier(writes, own) : (writes ?? own),
    untilUrgentMs: sends?.what === 'urgent' ? range(0, sends.longestMs) : null,
    unackedForMs: null,
    windowClosedForMs:
      traffic === 'zero-window' ? range(0, 2 * Math.max(quiet === Infinity ? 0 : quiet, writingGapMs)) : null,
    untilPollMs: polls === null ? null : range(0, polls.everyMs),
    untilPingMs: isTimed(sends) ? range(0, sends.longestMs) : null,
    gaps: null,
    rtoMs: freshRtoMs,
    rttMs: freshRttMs,
  };
}

const isBusy = (traffic: Traffic): boolean => traffic === 'writing' || traffic === 'reading';

function trafficWrites(traffic: Traffic): RangeMs | null {
  if (traffic === 'writing') return range(0, writingGapMs);
  return traffic === 'in-flight' ? range(0, loopSlackMs) : null;
}

/** The longest silence of a healthy session, late as whoever breaks it may be: an event loop, the network, the kernel. */
function quietMs({ quietMs: nominalMs, awaits, sends }: Traits, kernel: Kernel): number {
  if (nominalMs === null) return Infinity;
  if (awaits !== null) return nominalMs + loopSlackMs;
  return nominalMs + (sends === null ? granuleMs(nominalMs, kernel) : freshRttMs.toMs);
}
