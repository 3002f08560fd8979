/** A cell of the matrix as one small line: the predicted band beneath, a stroke for every trial. */
import type { CellView, TrialView } from '../facts/cell.ts';
import { sparkAxis } from './axis.ts';
import type { Shape } from './marks.ts';

/** Heights in pixels. */
export const sparkSize = { height: 12, middle: 6, strokeFrom: 2.5, strokeTo: 9.5 } as const;

/** In percent of the width. */
export interface Spark {
  readonly base: { readonly from: number; readonly to: number };
  /** Null without a prediction. */
  readonly band: { readonly x: number; readonly width: number } | null;
  readonly strokes: readonly { readonly trial: TrialView; readonly x: number; readonly isOff: boolean }[];
  /** Right of the deadline: that a trial stayed without a verdict; null when each has one. */
  readonly end: { readonly x: number; readonly shape: Shape } | null;
}

const base = { from: 2, to: 90 } as const;
/* Right of the deadline. */
const beyond = { from: 92, to: 100, middle: 96 } as const;

const ends: Readonly<Record<'undetected' | 'survived', Shape>> = {
  undetected: { path: 'M-2-3 2 0-2 3', stroke: 'line' },
  survived: { radius: 2.2, stroke: 'line' },
};

const tenths = (percent: number): number => Math.round(percent * 10) / 10;

export function sparkOf(cell: CellView, deadlineMs: number): Spark {
  const at = sparkAxis(deadlineMs, base);
  const silent = cell.trials.flatMap(({ outcome }) =>
    outcome === 'undetected' || outcome === 'survived' ? [ends[outcome]] : [],
  )[0];
  return {
    base,
    band: bandOf(cell, at, deadlineMs),
    strokes: cell.trials.flatMap((trial) =>
      trial.timeMs === null ? [] : [{ trial, x: tenths(at(trial.timeMs)), isOff: trial.judgement === 'disagrees' }],
    ),
    end: silent === undefined ? null : { x: beyond.middle, shape: silent },
  };
}

function bandOf({ prediction }: CellView, at: (ms: number) => number, deadlineMs: number): Spark['band'] {
  if (prediction.kind === 'unpredicted') return null;
  const isLate = prediction.kind === 'never' || prediction.fromMs > deadlineMs;
  const from = isLate ? beyond.from : at(prediction.fromMs);
  const to = isLate || prediction.toMs > deadlineMs ? beyond.to : at(prediction.toMs);
  return { x: tenths(from), width: tenths(Math.max(2, to - from)) };
}
