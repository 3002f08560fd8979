/** One row of a strip plot: the predicted interval as a band, every trial as a mark upon it. */
import type { Prediction } from '#model/prediction.ts';
import type { CellView, TrialView } from '../facts/cell.ts';
import { type Axis, gutter } from './axis.ts';
import { type Mark, markOf } from './marks.ts';

/** `x` and `width` in percent of the plot, `y` and `height` in pixels from the middle of the row. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
}

export interface PlacedMark {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
  /** Not as predicted: a halo goes around it. */
  readonly isOff: boolean;
}

export interface TrialMark extends PlacedMark {
  readonly trial: TrialView;
}

/** Many trials without a verdict: one mark and how many. */
export interface Tally extends PlacedMark {
  readonly first: TrialView;
  readonly count: number;
  /** Null for a single one. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'middle' | 'end' } | null;
}

export interface Strip {
  readonly isMany: boolean;
  /** What was predicted for the cell. */
  readonly bands: readonly Bar[];
  /** What was predicted for single trials, where that says more. */
  readonly spans: readonly Bar[];
  readonly marks: readonly TrialMark[];
  readonly tallies: readonly Tally[];
}

export interface Gridline {
  readonly x: number;
  /** Here the fault ends of itself. */
  readonly isEnd: boolean;
}

const hundredths = (percent: number): number => Math.round(percent * 100) / 100;

/* More trials than this overlap: their own predictions would hide them, and arrows upon arrows are no number. */
const fewTrials = 6;

export function stripOf(cell: CellView, axis: Axis): Strip {
  const shown = cell.trials.flatMap((trial) => {
    const mark = markOf(trial);
    return mark === null ? [] : [{ trial, mark }];
  });
  const isMany = shown.length > fewTrials;
  const offset = offsetsFor(shown.length);
  const placed = shown.map(({ trial, mark }, index) => ({
    trial,
    mark,
    x: hundredths(trial.timeMs === null ? gutter.middle : axis.at(trial.timeMs)),
    y: offset(index),
    isOff: trial.judgement === 'disagrees',
  }));
  return {
    isMany,
    bands: bandsOf(cell.prediction, axis),
    spans: isMany ? [] : placed.flatMap(({ trial, y }) => spanOf(trial, cell.prediction, { axis, y })),
    marks: isMany ? placed.filter(({ trial }) => trial.timeMs !== null) : placed,
    tallies: isMany ? talliesOf(placed.filter(({ trial }) => trial.timeMs === null)) : [],
  };
}

export function gridOf(axis: Axis): readonly Gridline[] {
  const ticks = axis.ticks.map(({ percent }) => ({ x: hundredths(percent), isEnd: false }));
  return axis.endsMs === null ? ticks : [...ticks, { x: hundredths(axis.at(axis.endsMs)), isEnd: true }];
}

/** Apart for those that were not predicted. */
function talliesOf(silent: readonly TrialMark[]): readonly Tally[] {
  const groups = [false, true].flatMap((isOff) => {
    const [first, ...others] = silent.filter((mark) => mark.isOff === isOff);
    return first === undefined ? [] : [{ first, count: others.length + 1 }];
  });
  return groups.map(({ first, count }, at) => tally(first, count, groups.length === 1 ? null : at * 13 - 7));
}

/** The number stands under the mark, or beside it where two marks share the column. */
function tally({ trial, mark, isOff }: TrialMark, count: number, shared: number | null): Tally {
  const x = gutter.middle;
  const y = shared ?? (count === 1 ? 0 : -4);
  const label =
    shared === null ? ({ x, y: 9, anchor: 'middle' } as const) : ({ x: gutter.to, y: y + 3, anchor: 'end' } as const);
  return { first: trial, mark, isOff, x, y, count, label: count === 1 ? null : label };
}

/* A few trials get a line each; many share the height of the row. */
function offsetsFor(shown: number): (index: number) => number {
  const step = shown < 2 ? 0 : Math.min(7, 18 / (shown - 1));
  return (index) => Math.round((index - (shown - 1) / 2) * step * 10) / 10;
}

type Height = Pick<Bar, 'y' | 'height'>;

const bar = (from: number, to: number, height: Height): Bar => ({
  x: hundredths(from),
  width: hundredths(Math.max(0.3, to - from)),
  ...height,
});

/** What was predicted on the axis, and in the column beside it when nothing, or nothing in time, was predicted. */
function bandsOf(prediction: Prediction, axis: Axis): readonly Bar[] {
  const height = { y: -12, height: 24 };
  const aside = bar(gutter.from, gutter.to, height);
  if (prediction.kind === 'unpredicted') return [];
  if (prediction.kind === 'never') return [aside];
  const { fromMs, toMs } = prediction;
  const onAxis = fromMs < axis.hiMs ? [bar(axis.at(fromMs), axis.at(toMs), height)] : [];
  return toMs > axis.hiMs && axis.gutter ? [...onAxis, aside] : onAxis;
}

/** Only where the trial's own prediction says more than the cell's. */
function spanOf(
  { predicted }: TrialView,
  whole: Prediction,
  { axis, y }: { readonly axis: Axis; readonly y: number },
): readonly Bar[] {
  if (predicted.kind !== 'interval' || predicted.fromMs >= axis.hiMs) return [];
  const [from, to] = [axis.at(predicted.fromMs), axis.at(predicted.toMs)];
  if (whole.kind === 'interval' && to - from > 0.9 * (axis.at(whole.toMs) - axis.at(whole.fromMs))) return [];
  return [bar(from, to, { y: y - 1.5, height: 3 })];
}
