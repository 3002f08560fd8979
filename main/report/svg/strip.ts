/** One row of a strip plot: the predicted interval as a band, every trial as a mark upon it. */
import type { Prediction } from '#model/prediction.ts';
import type { CellView, TrialView } from '../facts/cell.ts';
import { type Markup, markup } from '../text/markup.ts';
import { type Axis, gutter } from './axis.ts';
import { markOf } from './marks.ts';

export interface StripText {
  readonly title: string;
  /** Null for marks without a title of their own. */
  readonly trial: (trial: TrialView) => string | null;
}

const pc = (percent: number): string => `${Math.round(percent * 100) / 100}%`;

/* More trials than this overlap: their own predictions would hide them, and arrows upon arrows are no number. */
const fewTrials = 6;

export function stripRow(cell: CellView, axis: Axis, text: StripText): Markup {
  const shown = cell.trials.filter((trial) => markOf(trial) !== null);
  const offset = offsetsFor(shown.length);
  const placed = shown.map((trial, index) => ({ trial, y: offset(index) }));
  const few = shown.length <= fewTrials;
  const single = placed.filter(({ trial }) => few || trial.timeMs !== null);
  const marks = markup`${few ? placed.map(({ trial, y }) => trialBand(trial, cell.prediction, { axis, y })) : ''}${single.map(({ trial, y }) => trialMark(trial, axis, { y, title: text.trial(trial) }))}${few ? '' : tallies(shown)}`;
  return markup`<svg class="${few ? 'strip' : 'strip many'}" role="img"><title>${text.title}</title>${grid(axis)}<svg y="50%" overflow="visible">${bands(cell.prediction, axis)}${marks}</svg></svg>`;
}

/** Many trials without a verdict: one mark and how many, apart for those that were not predicted. */
function tallies(trials: readonly TrialView[]): Markup[] {
  const silent = trials.filter((trial) => trial.timeMs === null);
  const groups = [false, true].flatMap((off) => {
    const [first, ...others] = silent.filter((trial) => (trial.judgement === 'disagrees') === off);
    return first === undefined ? [] : [{ first, off, count: others.length + 1 }];
  });
  return groups.map((group, at) => tally(group, groups.length === 1 ? null : at * 13 - 7));
}

interface Tally {
  readonly first: TrialView;
  readonly off: boolean;
  readonly count: number;
}

/** The number stands under the mark, or beside it where two marks share the column. */
function tally({ first, off, count }: Tally, shared: number | null): Markup {
  const x = pc(gutter.middle);
  const y = shared ?? (count === 1 ? 0 : -4);
  const halo = off ? markup`<use href="#halo" x="${x}" y="${y}"/>` : '';
  const mark = markup`<use href="#${markOf(first)}" x="${x}" y="${y}"/>${halo}`;
  if (count === 1) return mark;
  return shared === null
    ? markup`${mark}<text class="tally" x="${x}" y="9" text-anchor="middle">${count}</text>`
    : markup`${mark}<text class="tally" x="${pc(gutter.to)}" y="${y + 3}" text-anchor="end">${count}</text>`;
}

/* A few trials get a line each; many share the height of the row. */
function offsetsFor(shown: number): (index: number) => number {
  const step = shown < 2 ? 0 : Math.min(7, 18 / (shown - 1));
  return (index) => Math.round((index - (shown - 1) / 2) * step * 10) / 10;
}

function grid(axis: Axis): Markup[] {
  const line = (percent: number, name: string): Markup =>
    markup`<line class="${name}" x1="${pc(percent)}" x2="${pc(percent)}" y2="100%"/>`;
  const ticks = axis.ticks.map(({ percent }) => line(percent, 'grid'));
  return axis.endsMs === null ? ticks : [...ticks, line(axis.at(axis.endsMs), 'ends')];
}

interface Bar {
  readonly y: number;
  readonly height: number;
  readonly name: string;
}

const rect = (from: number, to: number, { y, height, name }: Bar): Markup =>
  markup`<rect class="${name}" x="${pc(from)}" width="${pc(Math.max(0.3, to - from))}" y="${y}" height="${height}"/>`;

/** What was predicted on the axis, and in the column beside it when nothing, or nothing in time, was predicted. */
function bands(prediction: Prediction, axis: Axis): Markup[] {
  const bar = { y: -12, height: 24, name: 'band' };
  const aside = rect(gutter.from, gutter.to, bar);
  if (prediction.kind === 'unpredicted') return [];
  if (prediction.kind === 'never') return [aside];
  const { fromMs, toMs } = prediction;
  const onAxis = fromMs < axis.hiMs ? [rect(axis.at(fromMs), axis.at(toMs), bar)] : [];
  return toMs > axis.hiMs && axis.gutter ? [...onAxis, aside] : onAxis;
}

/** Only where the trial's own prediction says more than the cell's. */
function trialBand(
  { predicted }: TrialView,
  whole: Prediction,
  { axis, y }: { axis: Axis; y: number },
): Markup | string {
  if (predicted.kind !== 'interval' || predicted.fromMs >= axis.hiMs) return '';
  const [from, to] = [axis.at(predicted.fromMs), axis.at(predicted.toMs)];
  if (whole.kind === 'interval' && to - from > 0.9 * (axis.at(whole.toMs) - axis.at(whole.fromMs))) return '';
  return rect(from, to, { y: y - 1.5, height: 3, name: 'span' });
}

function trialMark(trial: TrialView, axis: Axis, { y, title }: { y: number; title: string | null }): Markup {
  const x = pc(trial.timeMs === null ? gutter.middle : axis.at(trial.timeMs));
  const halo = trial.judgement === 'disagrees' ? markup`<use href="#halo" x="${x}" y="${y}"/>` : '';
  return markup`<use href="#${markOf(trial)}" x="${x}" y="${y}">${title === null ? '' : markup`<title>${title}</title>`}</use>${halo}`;
}

/** The head of a strip plot: tick labels, and what stands beside the axis. */
export function stripHead(axis: Axis, aside: string, title: string): Markup {
  const labels = axis.ticks.map(
    ({ percent, label }) =>
      markup`<text x="${pc(percent)}" y="11" text-anchor="middle">${label}</text><line class="grid" x1="${pc(percent)}" x2="${pc(percent)}" y1="15" y2="20"/>`,
  );
  const beside = axis.gutter ? markup`<text x="${pc(gutter.middle)}" y="11" text-anchor="middle">${aside}</text>` : '';
  return markup`<svg class="axis" role="img"><title>${title}</title>${labels}${beside}</svg>`;
}
