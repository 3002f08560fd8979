/** When heartbeats arrived: all that a detector without a kernel of its own ever learns. */
import type { Input } from '../detector.ts';
import type { RunEvent, TrialId } from '../event.ts';
import { isTransient } from '../faults/index.ts';
import { msBetween } from '../time.ts';
import type { Ns } from '../time.ts';

export interface Trace {
  /** From the first arrival on, which is 0; never backwards. */
  readonly arrivalsMs: readonly number[];
  /** When the peer died; null when the trace does not say. */
  readonly diedAtMs: number | null;
}

/** A day of ten heartbeats a second is not a sample any more but an archive. */
export const maxArrivals = 200_000;

/** Fewer have no gap between them. */
const leastArrivals = 2;

/** How many heartbeats each trial received, for those that received enough for a trace. */
export function arrivalsByTrial(events: Iterable<RunEvent>): ReadonlyMap<TrialId, number> {
  const counts = new Map<TrialId, number>();
  for (const event of events)
    if (event.type === 'input' && isHeartbeat(event.input)) counts.set(event.trial, (counts.get(event.trial) ?? 0) + 1);
  return new Map([...counts].filter(([, arrivals]) => arrivals >= leastArrivals));
}

/** The heartbeats that one trial received, and its fault if that was for good; null when there were fewer than two. */
export function traceOfTrial(events: readonly RunEvent[], trial: TrialId): Trace | null {
  const arrivals: Ns[] = [];
  let diedAt: Ns | null = null;
  for (const event of events) {
    if (event.type === 'input' && event.trial === trial && isHeartbeat(event.input)) arrivals.push(event.input.at);
    if (event.type === 'fault' && event.trial === trial && !isTransient(event.fault)) diedAt = event.began.from;
  }
  const [first] = arrivals;
  if (first === undefined || arrivals.length < leastArrivals) return null;
  return {
    arrivalsMs: arrivals.slice(0, maxArrivals).map((at) => msBetween(first, at)),
    diedAtMs: diedAt === null ? null : Math.max(0, msBetween(first, diedAt)),
  };
}

const isHeartbeat = (input: Input): boolean =>
  input.type === 'received' && (input.content.kind === 'pong' || input.content.kind === 'ping');
