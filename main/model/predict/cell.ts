/** What theory says of a whole cell, before a run: the hull over every phase that a trial may meet. */
import { detectorPart } from '../detectors/index.ts';
import type { Prediction, Situation } from '../prediction.ts';
import type { RangeMs } from '../time.ts';
import type { Question } from './case.ts';
import { predict } from './predict.ts';
import { rememberedCell } from './played/remembered.ts';
import { hull, range } from './ranges.ts';
import { dead, unpredicted } from './rules.ts';
import type { RuleId } from './rules.ts';
import { priorSituation } from './situation.ts';

/** Age in the probe cycle, next write of traffic, next own write, next poll, RTO. */
const dimensions = 5;
const samples = 160;
/** Steps of the R-sequence: even cover of five dimensions without chance (powers of 1/x, where x^6 = x + 1). */
const step = Array.from({ length: dimensions }, (_, d) => 1.1347241384015194 ** -(d + 1));

/** Points of the unit cube: all corners, then an even cover. */
const points: readonly (readonly number[])[] = [
  ...Array.from({ length: 2 ** dimensions }, (_, corner) => step.map((_s, d) => (corner >> d) & 1)),
  ...Array.from({ length: samples }, (_, n) => step.map((stride) => (0.5 + (n + 1) * stride) % 1)),
];

export function predictCell(question: Question): Prediction {
  const part = detectorPart(question.detector.kind);
  return part.ownRule === undefined ? rememberedCell({ ...question, part }) : overPhases(question);
}

/** What takes its time is predicted now, and remembered: call it before anything is timed. */
export function foresee(question: Question): void {
  if (detectorPart(question.detector.kind).ownRule === undefined) predictCell(question);
}

function overPhases(question: Question): Prediction {
  const prior = priorSituation(question);
  return points.map((point) => predict(question, exact(prior, point))).reduce((all, one) => merged(all, one));
}

function exact(prior: Situation, [age = 0, write = 0, own = 0, poll = 0, rto = 0]: readonly number[]): Situation {
  const urgent = at(prior.untilUrgentMs, own);
  const traffic = at(prior.untilWriteMs, write);
  return {
    ...prior,
    sinceSegmentMs: at(prior.sinceSegmentMs, age),
    sinceHeardMs: at(prior.sinceHeardMs, age),
    untilWriteMs: traffic !== null && urgent !== null && urgent.fromMs < traffic.fromMs ? urgent : traffic,
    untilUrgentMs: urgent,
    untilPingMs: at(prior.untilPingMs ?? null, own),
    windowClosedForMs: at(prior.windowClosedForMs ?? null, write),
    untilPollMs: at(prior.untilPollMs, poll),
    rtoMs: at(prior.rtoMs, rto),
    rttMs: at(prior.rttMs, rto),
  };
}

function at<R extends RangeMs | null>(between: R, share: number): R;
function at(between: RangeMs | null, share: number): RangeMs | null {
  if (between === null || between.toMs === Infinity) return between;
  return range(between.fromMs + share * (between.toMs - between.fromMs));
}

/** Two phases of one cell. What differs in kind cannot be said before the phase is known. */
function merged(a: Prediction, b: Prediction): Prediction {
  if (a.kind === 'unpredicted') return a;
  if (b.kind === 'unpredicted') return b;
  if (a.kind === 'never' || b.kind === 'never') return a.kind === b.kind ? a : unpredicted('phase-decides');
  const both = hull(a, b);
  const errno = a.errno === b.errno ? a.errno : null;
  return a.rule === b.rule ? { ...a, ...both, errno } : dead('phase-decides' satisfies RuleId, both, errno);
}
