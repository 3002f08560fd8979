/** How late everything may be at once: what is played is every combination of the extremes. */
import { faultTraits, isCableCut } from '../../faults/index.ts';
import type { Fault } from '../../faults/index.ts';
import type { RoundTripEstimate } from '../../kernel/round-trip.ts';
import type { Wheel } from '../../kernel/timer-wheel.ts';
import type { Kernel, Situation } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { granuleMs, loopSlackMs } from '../kernel/timers.ts';
import { freshRtoMs, freshRttMs } from '../situation.ts';
import type { Corner, Scene } from './stage.ts';

/** What our kernel takes the path for, at the fault. */
export type KnownPath = Pick<Situation, 'rtoMs' | 'rttMs'>;

/** Of the peer's kernel nothing is known but what holds for any fresh connection. */
export const freshPath: KnownPath = { rtoMs: freshRtoMs, rttMs: freshRttMs };

type Answer = Pick<Corner, 'peerLateMs' | 'wheel' | 'healLateMs' | 'meeting'>;

const neverLate: Wheel = (expires) => expires;
const alwaysLate: Wheel = (expires, _delay, granule) => expires + granule;

const soonest: Answer = { peerLateMs: 0, wheel: neverLate, healLateMs: 0, meeting: null };
const lateKernels: Answer = { peerLateMs: 0, wheel: alwaysLate, healLateMs: loopSlackMs, meeting: null };
const latest: Answer = { ...lateKernels, peerLateMs: loopSlackMs };

/** @param isFine what a kernel decides may hang on a millisecond of its RTO, so that its extremes do not do */
export function cornersOf(scene: Scene, known: KnownPath, isFine: boolean): readonly Corner[] {
  const needsKernels = isFine || mayBeSentAgain(scene.fault);
  const { healsAfterMs } = faultTraits(scene.fault);
  const answers = needsKernels ? [soonest, lateKernels, latest] : [soonest, latest];
  const met = (ownLateMs: number): readonly Answer[] =>
    healsAfterMs === null ? [] : meetings({ healsAfterMs, known, kernel: scene.kernel, ownLateMs });
  const steps = isFine && known.rtoMs.fromMs < known.rtoMs.toMs ? fineSteps : Number(needsKernels);
  return estimates(known, steps).flatMap((estimate) =>
    [0, loopSlackMs].flatMap((ownLateMs) =>
      [...answers, ...met(ownLateMs)].map((answer) => ({ ...estimate, ...answer, ownLateMs })),
    ),
  );
}

/** Between the shortest RTO and the longest. */
const fineSteps = 8;

/** Where every segment arrives nothing is sent again; where none does any more, all the same is in vain. */
function mayBeSentAgain(fault: Fault): boolean {
  const { effect } = faultTraits(fault);
  return effect.is !== 'stopped' && effect.is !== 'slow' && effect.is !== 'announced' && !isCableCut(fault);
}

interface Healing {
  readonly healsAfterMs: number;
  readonly known: KnownPath;
  readonly kernel: Kernel;
  /** How late our own first transmission is in this corner: in truth as much, or less, or more. */
  readonly ownLateMs: number;
}

/**
 * Between a retransmission that is on time and one that is late lies one that just meets the end of the fault, or just
 * misses it. How far it may be off grows with the time for which it has been repeated.
 */
function meetings({ healsAfterMs, known, kernel, ownLateMs }: Healing): readonly Answer[] {
  const offMs = ({ rtoMs }: KnownPath): number =>
    latenessMs(healsAfterMs, rtoMs.fromMs, kernel) + (1 - rtoMs.fromMs / rtoMs.toMs) * healsAfterMs;
  const [ownMs, peerMs] = [offMs(known), offMs(freshPath) + loopSlackMs];
  return [
    { ...soonest, meeting: { transmitted: 'after', ownMs: ownMs + loopSlackMs - ownLateMs, peerMs } },
    { ...latest, meeting: { transmitted: 'before', ownMs: ownMs + ownLateMs, peerMs } },
  ];
}

/** Of a retransmission that is due after so long: the granules of all waits until then, the loss probe's and RTO doubling. */
function latenessMs(afterMs: number, rtoMs: number, kernel: Kernel): number {
  let late = granuleMs(rtoMs, kernel);
  for (let [due, wait] = [rtoMs, rtoMs]; due < afterMs; due += wait, wait *= 2) late += granuleMs(wait, kernel);
  return late;
}

function estimates(known: KnownPath, steps: number): readonly Pick<Corner, 'ownEstimate' | 'peerEstimate'>[] {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const share = steps === 0 ? 0 : step / steps;
    return { ownEstimate: between(known, share), peerEstimate: between(freshPath, share) };
  });
}

function between({ rtoMs, rttMs }: KnownPath, share: number): RoundTripEstimate {
  const at = ({ fromMs, toMs }: RangeMs): number => fromMs + share * (toMs - fromMs);
  return { rttMs: at(rttMs), rtoMs: at(rtoMs) };
}
