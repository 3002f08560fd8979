/** One session, from its connection to its verdict, in virtual time: a detector's own machine on the simulated kernel. */
import { timerWheel } from '../../kernel/timer-wheel.ts';
import { msBetween, ns, nsOfMs, plusMs } from '../../time.ts';
import type { Ns } from '../../time.ts';
import { stage } from './stage.ts';
import type { Corner, Moment, Scene } from './stage.ts';

export type Ending =
  | {
      readonly is: 'verdict';
      readonly verdict: 'dead' | 'closed';
      readonly errno: string | null;
      readonly afterMs: number;
    }
  | { readonly is: 'silence' }
  /** It gave its peer up before the fault. */
  | { readonly is: 'mistake' };

/** @param withinMs how long after the fault a verdict is waited for */
export function play(scene: Scene, moment: Moment, corner: Corner, withinMs: number): Ending {
  const { time, session, strike } = stage(scene, moment, corner);
  const faultAt = nsOfMs(moment.faultMs);
  const until = plusMs(faultAt, withinMs);
  time.at(faultAt, strike);
  while (session.verdict === null && time.now <= until && time.step());
  const { verdict } = session;
  if (verdict === null || verdict.at > until) return { is: 'silence' };
  if (verdict.at < faultAt) return { is: 'mistake' };
  return { is: 'verdict', verdict: verdict.verdict, errno: verdict.errno, afterMs: msBetween(faultAt, verdict.at) };
}

/** When a session without a fault is told anything, and when a sign of life: in milliseconds from its connection. */
export interface Course {
  readonly toldMs: readonly number[];
  /** The connection is the first. */
  readonly heardMs: readonly number[];
}

export function healthyCourse(scene: Scene, firstWriteMs: number, untilMs: number): Course {
  const { time, session } = stage(scene, { firstWriteMs, faultMs: Infinity }, healthy);
  while (time.now <= nsOfMs(untilMs) && session.verdict === null && time.step());
  const inMs = (instants: readonly Ns[]): readonly number[] => instants.map((at) => msBetween(ns(0), at));
  return { toldMs: inMs(session.toldAt), heardMs: inMs(session.heardAt) };
}

const freshEstimate = { rttMs: 0, rtoMs: 200 } as const;
const healthy: Corner = {
  ownLateMs: 0,
  peerLateMs: 0,
  wheel: timerWheel,
  ownEstimate: freshEstimate,
  peerEstimate: freshEstimate,
  healLateMs: 0,
  meeting: null,
};
