/** A row of a strip plot and the head above it, as markup. */
import type { CellView, TrialView } from '../facts/cell.ts';
import { type Axis, gutter } from '../geometry/axis.ts';
import { type Bar, gridOf, type PlacedMark, stripOf, type Tally } from '../geometry/strip.ts';
import { type Markup, markup } from '../text/markup.ts';

export interface StripText {
  readonly title: string;
  /** Null for marks without a title of their own. */
  readonly trial: (trial: TrialView) => string | null;
}

export function stripRow(cell: CellView, axis: Axis, text: StripText): Markup {
  const { isMany, bands, spans, marks, tallies } = stripOf(cell, axis);
  const grid = gridOf(axis).map(
    ({ x, isEnd }) => markup`<line class="${isEnd ? 'ends' : 'grid'}" x1="${x}%" x2="${x}%" y2="100%"/>`,
  );
  const drawing = markup`${spans.map((span) => rect(span, 'span'))}${marks.map((each) => markup`${use(each, text.trial(each.trial))}${halo(each)}`)}${tallies.map(tallied)}`;
  return markup`<svg class="${isMany ? 'strip many' : 'strip'}" role="img"><title>${text.title}</title>${grid}<svg y="50%" overflow="visible">${bands.map((band) => rect(band, 'band'))}${drawing}</svg></svg>`;
}

const rect = ({ x, width, y, height }: Bar, name: string): Markup =>
  markup`<rect class="${name}" x="${x}%" width="${width}%" y="${y}" height="${height}"/>`;

const halo = ({ x, y, isOff }: PlacedMark): Markup | string =>
  isOff ? markup`<use href="#halo" x="${x}%" y="${y}"/>` : '';

const use = ({ mark, x, y }: PlacedMark, title: string | null): Markup =>
  markup`<use href="#${mark}" x="${x}%" y="${y}">${title === null ? '' : markup`<title>${title}</title>`}</use>`;

function tallied(tally: Tally): Markup {
  const { mark, x, y, count, label } = tally;
  const number =
    label === null
      ? ''
      : markup`<text class="tally" x="${label.x}%" y="${label.y}" text-anchor="${label.anchor}">${count}</text>`;
  return markup`<use href="#${mark}" x="${x}%" y="${y}"/>${halo(tally)}${number}`;
}

/** The head of a strip plot: tick labels, and what stands beside the axis. */
export function stripHead(axis: Axis, aside: string, title: string): Markup {
  const labels = axis.ticks.map(
    ({ percent, label }) =>
      markup`<text x="${percent}%" y="11" text-anchor="middle">${label}</text><line class="grid" x1="${percent}%" x2="${percent}%" y1="15" y2="20"/>`,
  );
  const beside = axis.gutter ? markup`<text x="${gutter.middle}%" y="11" text-anchor="middle">${aside}</text>` : '';
  return markup`<svg class="axis" role="img"><title>${title}</title>${labels}${beside}</svg>`;
}
