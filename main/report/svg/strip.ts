/** One row of a strip plot: the predicted interval as a band, every trial as a mark upon it. */
import type { Prediction } from '#model/prediction.ts';
import type { CellView, TrialView } from '../cell.ts';
import { type Markup, markup } from '../markup.ts';
import { type Axis, gutter } from './axis.ts';
import { markOf } from './marks.ts';

export interface StripText {
  readonly title: string;
  readonly trial: (trial: TrialView) => string;
}

const pc = (percent: number): string => `${Math.round(percent * 100) / 100}%`;

export function stripRow(cell: CellView, axis: Axis, text: StripText): Markup {
  const shown = cell.trials.filter((trial) => markOf(trial) !== null);
  const offset = offsetsFor(shown.length);
  return markup`<svg class="strip" role="img"><title>${text.title}</title>${grid(axis)}<svg y="50%" overflow="visible">${bands(cell.prediction, axis)}${shown.map((trial, index) => trialBand(trial, cell.prediction, { axis, y: offset(index) }))}${shown.map((trial, index) => trialMark(trial, axis, { y: offset(index), title: text.trial(trial) }))}</svg></svg>`;
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

function trialMark(trial: TrialView, axis: Axis, { y, title }: { y: number; title: string }): Markup {
  const x = pc(trial.timeMs === null ? gutter.middle : axis.at(trial.timeMs));
  const halo = trial.judgement === 'disagrees' ? markup`<use href="#halo" x="${x}" y="${y}"/>` : '';
  return markup`<use href="#${markOf(trial)}" x="${x}" y="${y}"><title>${title}</title></use>${halo}`;
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
