/** Where in the life of a healthy session the fault falls. */
import type { Situation } from '../../prediction.ts';
import type { RangeMs } from '../../time.ts';
import { writingGapMs } from '../../traffic.ts';
import { loopSlackMs } from '../kernel/timers.ts';
import { range } from '../ranges.ts';
import { healthyCourse } from './play.ts';
import type { Course } from './play.ts';
import type { Moment, Scene } from './stage.ts';

/** A fault that is played so much later than the one that is meant: its verdict comes as much later after that. */
export interface Placed extends Moment {
  readonly shiftMs: number;
}

/** Faults of one healthy session, in order. */
export interface CellCourse {
  readonly firstWriteMs: number;
  readonly faultsMs: readonly number[];
}

/** So much of a session is played before the fault: a whole cycle, and what it takes to settle. */
const settleMs = 300;
/** A play takes no time of its own between a PING and its PONG; two event loops do. */
const atOnceMs = 5;
/** Just before or after something happens: more than a round trip of a play. */
const besideMs = 0.2;
/** Moments of one course; between those that end differently there will be more. */
const mostMoments = 32;
/** Cycles that are played of a detector that remembers gaps. */
const mostCycles = 200;

/** The period after which a healthy session is back where it was, the traffic beside it included. */
function cycleOf({ traits: { cycleMs: ownMs }, traffic }: Scene): number {
  const isBusy = traffic !== 'idle' && traffic !== 'in-flight';
  return isBusy ? Math.max(ownMs ?? 0, writingGapMs) : (ownMs ?? writingGapMs);
}

function windowOf(scene: Scene): RangeMs {
  const cycleMs = cycleOf(scene);
  return range(cycleMs, 2 * cycleMs + settleMs);
}

/** Every phase of the cycle: beside all that happens in it, and between. */
export function coursesOfCell(scene: Scene): readonly CellCourse[] {
  const window = windowOf(scene);
  const writes = scene.traffic === 'writing' ? offsets : [0];
  return writes.map((firstWriteMs) => {
    const { toldMs } = healthyCourse(scene, firstWriteMs, window.toMs);
    const faultsMs = beside(toldMs.filter((at) => at > window.fromMs && at < window.toMs));
    return { firstWriteMs, faultsMs: evenlyChosen([window.fromMs, ...faultsMs, window.toMs], mostMoments) };
  });
}

/** Of the first write in the gap between two. */
const offsets = [0.1, 0.4, 0.7].map((share) => share * writingGapMs);

/** Just before and just after everything that happens at once, and in the middle between. */
function beside(instants: readonly number[]): readonly number[] {
  return instants.flatMap((at, index) => {
    const [before, after] = [instants[index - 1] ?? -Infinity, instants[index + 1] ?? Infinity];
    const isFirst = at - before > atOnceMs;
    const isLast = after - at > atOnceMs;
    const middle = isFinite(after) ? [(at + after) / 2] : [];
    return [...(isFirst ? [at - besideMs] : []), ...(isLast ? [at + besideMs, ...middle] : [])];
  });
}

const evenlyChosen = (all: readonly number[], most: number): readonly number[] =>
  all.length <= most
    ? all
    : Array.from({ length: most }, (_, n) => all[Math.round((n * (all.length - 1)) / (most - 1))] ?? 0);

/** Whether the fault's place in the cycle was measured, and not only bounded. */
export const isMeasured = ({ sinceHeardMs: { fromMs, toMs } }: Situation): boolean =>
  fromMs < 0 || toMs - fromMs <= 2 * loopSlackMs;

/**
 * The moments of a played session that are like the one that was measured: as long after a sign of life. Where it is known
 * for how long the session has lived, there is one of them; else all of one cycle are alike. None when none is like it.
 */
export function momentsOfTrial(scene: Scene, situation: Situation): readonly Placed[] {
  const { sinceHeardMs: since } = situation;
  // What has arrived and was not read yet will be heard just after the fault.
  const isOnItsWay = since.fromMs < 0;
  const window = windowOf(scene);
  const lifeMs = lifeOf(scene, window, situation);
  const [firstWriteMs = 0] = writesOf(scene, lifeMs ?? 0, situation);
  const course = healthyCourse(scene, firstWriteMs, (lifeMs ?? window.toMs) + window.fromMs);
  const ages = new Set([since.fromMs, since.toMs, ...(isOnItsWay && since.toMs > 0 ? [0] : [])]);
  return signsAlike(course, since.toMs, lifeMs ?? window)
    .flatMap((sign) => [...ages].flatMap((ageMs) => placed(course, sign, ageMs)))
    .flatMap((at) =>
      writesOf(scene, at.faultMs - at.shiftMs, situation).map((writeMs) => ({ ...at, firstWriteMs: writeMs })),
    );
}

/** For how long it is to be played: a cycle is like any other, but not to a detector that remembers those before. */
function lifeOf({ machine }: Scene, window: RangeMs, { sinceConnectedMs }: Situation): number | null {
  if (sinceConnectedMs === undefined || sinceConnectedMs === null) return null;
  const lifeMs = sinceConnectedMs.toMs;
  const mostMs = machine.remembers === undefined ? window.toMs : window.fromMs * mostCycles;
  return lifeMs <= mostMs + loopSlackMs ? lifeMs : null;
}

/** Signs of life that may have been the last so long before the fault, by their number. */
function signsAlike({ heardMs }: Course, ageMs: number, life: number | RangeMs): readonly number[] {
  const possible = [...heardMs.keys()].filter((sign) => {
    const next = heardMs[sign + 1] ?? Infinity;
    return (heardMs[sign] ?? 0) + ageMs <= next + loopSlackMs;
  });
  const faultMs = (sign: number): number => (heardMs[sign] ?? 0) + ageMs;
  if (typeof life !== 'number')
    return possible.filter((sign) => life.fromMs <= faultMs(sign) && faultMs(sign) < life.toMs);
  return possible.toSorted((a, b) => Math.abs(faultMs(a) - life) - Math.abs(faultMs(b) - life)).slice(0, 1);
}

type PlacedFault = Pick<Placed, 'faultMs' | 'shiftMs'>;

/** The fault so long after a sign of life; on both sides of what happens so near to it that the order is not sure. */
function placed({ heardMs, toldMs }: Course, sign: number, ageMs: number): readonly PlacedFault[] {
  const heard = heardMs[sign] ?? 0;
  const next = heardMs[sign + 1] ?? Infinity;
  const meant = heard + ageMs;
  const at = (faultMs: number): PlacedFault => ({ faultMs, shiftMs: faultMs - meant });
  if (meant <= heard + besideMs) return [at(heard + besideMs)];
  // Not heard yet, although in a play it was: it was late, or on its way.
  if (meant >= next - atOnceMs) return [at(Math.min(meant, next - besideMs)), at(next + besideMs)];
  if (!toldMs.some((told) => Math.abs(told - meant) <= atOnceMs)) return [at(meant)];
  return [at(Math.max(heard + besideMs, meant - atOnceMs)), at(meant + atOnceMs)];
}

/** The first write of a traffic whose next one is due so long after `atMs`; any, where that is not known. */
function writesOf({ traffic }: Scene, atMs: number, { untilTrafficMs }: Situation): readonly number[] {
  if (traffic !== 'writing') return [0];
  return untilTrafficMs === undefined || untilTrafficMs === null
    ? offsets
    : [(atMs + untilTrafficMs.fromMs) % writingGapMs];
}
