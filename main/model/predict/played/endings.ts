/** How a session may end: at every moment that its fault may fall, and every lateness. One by one, for most questions end early. */
import type { Situation } from '../../prediction.ts';
import { cornersOf, freshPath } from './corners.ts';
import { horizonMs } from './horizon.ts';
import { coursesOfCell, momentsOfTrial } from './moments.ts';
import { play } from './play.ts';
import type { Ending } from './play.ts';
import type { Scene } from './stage.ts';

/** @param isFine for every RTO that the kernels may have */
export function* endingsOfCell(scene: Scene, isFine: boolean): Generator<Ending> {
  const withinMs = horizonMs(scene);
  const corners = cornersOf(scene, freshPath, isFine);
  const courses = coursesOfCell(scene);
  for (const [index, corner] of corners.entries())
    for (const { firstWriteMs, faultsMs } of turn(courses, index, corners.length))
      yield* explored(faultsMs, (faultMs) => play(scene, { firstWriteMs, faultMs }, corner, withinMs));
}

/** So many combinations can be played in full. */
const fewCorners = 4;

/** All of them, or, where there are many corners, one after the other: another one in the next round. */
function turn<T>(courses: readonly T[], index: number, corners: number): readonly T[] {
  const round = Math.floor(index / courses.length);
  return corners <= fewCorners
    ? courses
    : [courses[(index + round) % courses.length]].filter((one) => one !== undefined);
}

/** @param isFine for every RTO that the kernels may have */
export function* endingsOfTrial(scene: Scene, situation: Situation, isFine: boolean): Generator<Ending> {
  const withinMs = horizonMs(scene);
  const moments = momentsOfTrial(scene, situation);
  for (const corner of cornersOf(scene, situation, isFine))
    for (const { shiftMs, ...moment } of moments) {
      const ending = play(scene, moment, corner, withinMs);
      // When the fault is played later than meant, its verdict comes as much later after the one that is meant.
      yield ending.is === 'verdict' ? { ...ending, afterMs: ending.afterMs + shiftMs } : ending;
    }
}

/** Finer than this no jump is looked for. */
const finestMs = 5;
/** So many more plays, between those that end differently. */
const mostMore = 24;

/** At these faults, and wherever between two of them the verdict jumps. */
function* explored(faultsMs: readonly number[], playAt: (faultMs: number) => Ending): Generator<Ending> {
  const played: PlayedAt[] = [];
  for (const faultMs of faultsMs) {
    const ending = playAt(faultMs);
    played.push({ faultMs, ending });
    yield ending;
  }
  const gaps = played.slice(1).flatMap((to, index) => ({ from: played[index] ?? to, to }));
  for (let more = 0; more < mostMore;) {
    const gap = gaps.shift();
    if (gap === undefined) return;
    const { from, to } = gap;
    if (to.faultMs - from.faultMs < finestMs || isStraight(from, to)) continue;
    const faultMs = (from.faultMs + to.faultMs) / 2;
    const middle = { faultMs, ending: playAt(faultMs) };
    yield middle.ending;
    gaps.push({ from, to: middle }, { from: middle, to });
    more += 1;
  }
}

interface PlayedAt {
  readonly faultMs: number;
  readonly ending: Ending;
}

/** Whether the verdict keeps to the fault, or to what went before it: then nothing lies between. */
function isStraight(a: PlayedAt, b: PlayedAt): boolean {
  if (a.ending.is !== 'verdict' || b.ending.is !== 'verdict') return a.ending.is === b.ending.is;
  const laterMs = b.ending.afterMs - a.ending.afterMs;
  return Math.abs(laterMs) < 1 || Math.abs(laterMs + b.faultMs - a.faultMs) < 1;
}
