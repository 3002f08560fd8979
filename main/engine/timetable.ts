import type { Chance } from './ports.ts';
import { detectorOf, traitsOf } from '#model/detectors/index.ts';
import { writingGapMs } from '#model/traffic.ts';
import { isNetworkFault, takesProcess } from '#model/faults/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Plan } from '#model/plan/plan.ts';
import type { Traffic } from '#model/traffic.ts';
import { trialsOf } from '#model/plan/trials.ts';
import type { Trial } from '#model/plan/trials.ts';

/** When and against which peer one trial runs; milliseconds from the start of the timetable. */
export interface Slot {
  readonly trial: Trial;
  /** Index of the peer process that serves it. */
  readonly peer: number;
  /** Trials with the same key are struck by one injection. */
  readonly struckWith: string;
  readonly connectAtMs: number;
  readonly faultAtMs: number;
  /** First write of `writing` traffic, after the connection. */
  readonly firstWriteMs: number;
}

export interface Timetable {
  readonly slots: readonly Slot[];
  /** What each peer needs: private hosts made ready for a fault, or null for a process like any other. */
  readonly peers: readonly (Fault | null)[];
}

/** Trials of one repeat share peers; more repeats than this take turns on them. */
const maxPeerSets = 3;
/** Fault instants are spread over this long, so that verdicts don't queue behind each other in one burst. */
const spreadMs = 1000;
/** After the first whole cycle, so that RTT estimates and the first probe are in. */
const settleMs = 300;

/** Everything that its peer has to do with: the process, or the network around it. */
const takesPeer = (fault: Fault): boolean => takesProcess(fault) || isNetworkFault(fault);

/**
 * Everything runs at once: each fault instant is chosen first, and each connection is made so much earlier
 * that the instant falls at the wanted phase of its probe cycle.
 */
export function timetableOf(plan: Plan, chance: Chance): Timetable {
  const peers = new PeerList();
  const drafts = trialsOf(plan).map((trial) => {
    const { fault, detector, traffic } = trial.cell;
    // A network takes a peer of its own, and chance strikes each packet by itself: one does for all repeats.
    const set = isNetworkFault(fault) ? 0 : trial.repeat % maxPeerSets;
    return {
      trial,
      peer: peers.of(takesPeer(fault) ? `${JSON.stringify(fault)} ${set}` : `shared ${set}`, fault),
      struckWith: takesPeer(fault) ? `${JSON.stringify(fault)} ${set}` : `trial ${trial.id}`,
      leadMs: leadMs(cycleMs(detector, traffic), plan, chance),
      firstWriteMs: chance.next() * writingGapMs,
    };
  });
  const faultAtMs = new Map<string, number>();
  for (const draft of drafts)
    faultAtMs.set(draft.struckWith, Math.max(faultAtMs.get(draft.struckWith) ?? 0, draft.leadMs));
  for (const [key, leadMax] of faultAtMs) faultAtMs.set(key, leadMax + chance.next() * spreadMs);
  const slots = drafts.map(({ trial, peer, struckWith, leadMs: lead, firstWriteMs }) => {
    const at = faultAtMs.get(struckWith) ?? lead;
    return { trial, peer, struckWith, faultAtMs: at, connectAtMs: at - lead, firstWriteMs };
  });
  return { slots, peers: peers.needs };
}

/** From connection to fault. */
function leadMs(cycle: number, plan: Plan, chance: Chance): number {
  const phase = chance.next();
  return plan.phase.kind === 'fixed' ? cycle + plan.phase.offsetMs : cycle + settleMs + phase * cycle;
}

/** The period after which a healthy session is back where it was: what "phase" is a share of. */
function cycleMs(detector: DetectorSettings, traffic: Traffic): number {
  const own = traitsOf(detector).cycleMs ?? writingGapMs;
  // A closed window takes that long to be closed for sure.
  const hasGap = traffic === 'writing' || traffic === 'reading' || traffic === 'zero-window';
  return hasGap ? Math.max(own, writingGapMs) : own;
}

/** Sockets of this end that the plan holds open at once, at most. */
export function sessionsOf(plan: Plan): number {
  return trialsOf(plan).reduce((sum, { cell }) => sum + (detectorOf(cell.detector).dedicated ? 2 : 1), 0);
}

class PeerList {
  readonly needs: (Fault | null)[] = [];
  readonly #numbers = new Map<string, number>();

  of(key: string, fault: Fault): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.needs.length);
    return this.needs.push(isNetworkFault(fault) ? fault : null) - 1;
  }
}

/** How long a run of `plan` takes, from its first connection to the deadline of its last trial. */
export function durationMsOf(plan: Plan, chance: Chance): number {
  const { slots } = timetableOf(plan, chance);
  return slots.reduce((last, { faultAtMs }) => Math.max(last, faultAtMs), 0) + plan.deadlineMs;
}
