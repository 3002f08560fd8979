/** The small line of a cell, as markup. */
import type { CellView } from '../facts/cell.ts';
import { type Spark, sparkOf, sparkSize } from '../geometry/spark.ts';
import { type Markup, markup } from '../text/markup.ts';

const { height, middle, strokeFrom, strokeTo } = sparkSize;

export function spark(cell: CellView, deadlineMs: number): Markup {
  const { base, band, strokes, end } = sparkOf(cell, deadlineMs);
  return markup`<svg class="spark" aria-hidden="true"><line class="base" x1="${base.from}%" x2="${base.to}%" y1="${middle}" y2="${middle}"/>${band === null ? '' : markup`<rect class="band" x="${band.x}%" width="${band.width}%" y="0" height="${height}"/>`}${strokes.map(stroke)}${end === null ? '' : endMark(end)}</svg>`;
}

const stroke = ({ x, isOff }: Spark['strokes'][number]): Markup =>
  markup`<line class="${isOff ? 'stroke off' : 'stroke'}" x1="${x}%" x2="${x}%" y1="${strokeFrom}" y2="${strokeTo}"/>`;

function endMark({ x, shape }: NonNullable<Spark['end']>): Markup {
  if ('radius' in shape) return markup`<circle class="${shape.stroke}" cx="${x}%" cy="${middle}" r="${shape.radius}"/>`;
  return markup`<svg x="${x}%" y="${middle}" overflow="visible"><path class="${shape.stroke}" d="${shape.path}"/></svg>`;
}
