/** Detectors that suit a trace: what to start from when nobody has said which. */
import { detectorPart, detectorParts } from '../detectors/index.ts';
import type { DetectorSettings } from '../detectors/index.ts';
import type { Pace } from '../detectors/part.ts';
import { period } from '../settings/limits.ts';
import type { Trace } from './trace.ts';

export interface TraceFigures {
  readonly arrivals: number;
  /** From the first arrival to the last. */
  readonly spanMs: number;
  readonly medianGapMs: number;
  readonly longestGapMs: number;
}

export function figuresOf({ arrivalsMs }: Trace): TraceFigures {
  const gaps = Float64Array.from(arrivalsMs.slice(1), (atMs, index) => atMs - (arrivalsMs[index] ?? 0)).toSorted();
  return {
    arrivals: arrivalsMs.length,
    spanMs: arrivalsMs.at(-1) ?? 0,
    medianGapMs: gaps[gaps.length >> 1] ?? 0,
    longestGapMs: gaps.at(-1) ?? 0,
  };
}

/** One of each family, as if heartbeats had been agreed on at the trace's own pace. */
export const fittingDetectors = (trace: Trace): readonly DetectorSettings[] =>
  detectorParts.flatMap(({ replay: how }) => (typeof how !== 'string' && how.isUsual ? [how.fit(paceOf(trace))] : []));

/** The same of one kind; null for one that cannot be replayed. */
export function fitted({ kind }: Pick<DetectorSettings, 'kind'>, trace: Trace): DetectorSettings | null {
  const { replay: how } = detectorPart(kind);
  return typeof how === 'string' ? null : how.fit(paceOf(trace));
}

function paceOf(trace: Trace): Pace {
  const paceMs = roundPaceMs(figuresOf(trace).medianGapMs);
  return { paceMs, slackMs: Math.max(period.minMs, Math.round(paceMs / 2)) };
}

/** Two digits, as people choose intervals. */
const roundPaceMs = (ms: number): number =>
  Math.round(Math.min(period.maxMs, Math.max(period.minMs, Number(ms.toPrecision(2)))));
