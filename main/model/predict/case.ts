/** What a prediction is about: one detector, one fault, one traffic, one kernel, and what is known at the fault. */
import { detectorOf, detectorPart, ownRuleOf, traitsOf } from '../detectors/index.ts';
import type { DetectorSettings } from '../detectors/index.ts';
import type { OwnRule, Sends, Traits } from '../detectors/part.ts';
import { faultTraits, isNetworkFault } from '../faults/index.ts';
import type { Fault } from '../faults/index.ts';
import type { Effect, FaultTraits } from '../faults/part.ts';
import type { SocketOptions } from '../options.ts';
import type { Kernel, Situation } from '../prediction.ts';
import { writingGapMs } from '../traffic.ts';
import type { Traffic } from '../traffic.ts';
import { granuleMs } from './kernel/timers.ts';
import type { Known } from './known.ts';

/** All but what is known at the fault. */
export interface Question {
  readonly detector: DetectorSettings;
  readonly fault: Fault;
  readonly traffic: Traffic;
  readonly kernel: Kernel;
  /** Kernel options of the connection beside those that the detector asks for. */
  readonly options?: SocketOptions;
}

export interface Case {
  readonly detector: DetectorSettings;
  readonly traits: Traits;
  /** Closed form of the detector's own verdict; null where there is none. */
  readonly ownRule: OwnRule<DetectorSettings> | null;
  /** Whether it judges silence by the gaps that it has seen. */
  readonly learnsGaps: boolean;
  /** The kernel options in force on the connection that is judged. */
  readonly options: SocketOptions;
  readonly fault: FaultTraits;
  /** Whether the fault strikes a network, which only Linux can make. */
  readonly isNetwork: boolean;
  readonly traffic: Traffic;
  readonly kernel: Kernel;
  readonly known: Known;
}

export function caseOf({ detector, fault, traffic, kernel, options }: Question, situation: Situation): Case {
  const traits = traitsOf(detector);
  const machine = detectorOf(detector);
  const struck = faultTraits(fault);
  return {
    detector,
    traits,
    ownRule: ownRuleOf(detectorPart(detector.kind)),
    learnsGaps: machine.remembers !== undefined,
    options: { ...options, ...machine.options },
    fault: { ...struck, effect: certain(struck.effect) },
    isNetwork: isNetworkFault(fault),
    traffic,
    kernel,
    known: knownOf(situation, traits, traffic, kernel),
  };
}

/** When every packet is lost, chance has no say. */
const certain = (effect: Effect): Effect =>
  effect.is === 'chance' && effect.percent === 100 ? { is: 'cut', way: effect.way, forMs: null } : effect;

export const withEffect = (c: Case, effect: Effect): Case => ({ ...c, fault: { ...c.fault, effect } });
export const withKnown = (c: Case, known: Partial<Known>): Case => ({ ...c, known: { ...c.known, ...known } });

/** Leaves everything to the kernel: sends, awaits and polls nothing. */
export const isKernelOnly = ({ sends, awaits, polls }: Traits): boolean =>
  sends === null && awaits === null && polls === null;

/** Sends PING by a schedule of its own, whatever it hears. */
export const isTimed = (sends: Sends | null): sends is Sends =>
  sends?.what === 'ping' && sends.rhythm !== 'after-silence';

/** Whether the session's own writes, taken for activity, keep its PINGs from ever being due. */
export const isStarved = ({ traits, known }: Case): boolean =>
  traits.sends?.isPutOffByWrites === true && known.writesOn;

function knownOf(situation: Situation, { sends }: Traits, traffic: Traffic, kernel: Kernel): Known {
  const own = sends?.shortestMs ?? Infinity;
  const writes = traffic === 'writing' || traffic === 'in-flight';
  const both = writes && sends?.channel === 'main';
  const gapMs = both ? 0 : Math.min(own, traffic === 'writing' ? writingGapMs : Infinity);
  const dataEveryMs = traffic === 'reading' ? writingGapMs : null;
  const writesOn = traffic === 'writing';
  return { ...situation, gapMs, writesOn, dataEveryMs, crowded: isCrowded(gapMs, situation, kernel) };
}

/** Whether writes with this gap may come before the loss probe of the one before, which is due within the RTO. */
export function isCrowded(gapMs: number, { rtoMs }: Pick<Situation, 'rtoMs'>, kernel: Kernel): boolean {
  return gapMs <= rtoMs.toMs + granuleMs(rtoMs.toMs, kernel);
}
