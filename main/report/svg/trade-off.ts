/** A panel of the trade-off plot, as markup. */
import { barPath, boundPath, type Plot, type PlotPoint, plotSize, tenths } from '../geometry/trade-off.ts';
import { type Markup, markup } from '../text/markup.ts';

export interface PanelText {
  readonly title: string;
  readonly axis: string;
  /** What each point says, by its name. */
  readonly said: ReadonlyMap<string, string>;
}

export function tradeOffPanel(plot: Plot, { title, axis, said }: PanelText): Markup {
  const { left, right, top, bottom, width, height } = plotSize;
  const rows = plot.yTicks.map(
    ({ at, label }) =>
      markup`<line class="grid" x1="${left}" x2="${right}" y1="${tenths(at)}" y2="${tenths(at)}"/><text x="${left - 8}" y="${tenths(at + 4)}" text-anchor="end">${label}</text>`,
  );
  const columns = plot.xTicks.map(
    ({ at, label }) => markup`<text x="${tenths(at)}" y="${bottom + 17}" text-anchor="middle">${label}</text>`,
  );
  const front =
    plot.front.length < 2
      ? ''
      : markup`<polyline class="front" points="${plot.front.map(({ x, y }) => `${tenths(x)},${tenths(y)}`).join(' ')}"/>`;
  return markup`<svg class="trade" viewBox="0 0 ${width} ${height}" role="img"><title>${title}</title><desc>${axis}</desc><text class="head" x="0" y="${top - 16}">${title}</text>${rows}${columns}<text x="${right}" y="${bottom + 36}" text-anchor="end">${axis}</text>${front}${plot.points.map((point) => pointMark(point, said.get(point.name) ?? point.name))}</svg>`;
}

function pointMark({ name, x, y, bar, isBound, label }: PlotPoint, said: string): Markup {
  const interval = bar === null ? '' : markup`<path class="bar" d="${barPath(x, bar)}"/>`;
  const lead = label.led
    ? markup`<line class="lead" x1="${tenths(x)}" y1="${tenths(y)}" x2="${tenths(label.x)}" y2="${tenths(label.y - 4)}"/>`
    : '';
  const shape = isBound
    ? markup`<path class="line" d="${boundPath(x, y)}"><title>${said}</title></path>`
    : markup`<circle class="ink" cx="${tenths(x)}" cy="${tenths(y)}" r="3.6"><title>${said}</title></circle>`;
  return markup`${lead}${interval}${shape}<text class="name" x="${tenths(label.x)}" y="${tenths(label.y)}" text-anchor="${label.anchor}">${name}</text>`;
}
