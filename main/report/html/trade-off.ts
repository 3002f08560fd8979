/** The trade-off plot of a page: two panels over the same detection times. */
import type { CellResult } from '#model/result/result.ts';
import { type Markup, markup } from '../text/markup.ts';
import type { Matrix } from '../facts/matrix.ts';
import { faultText } from '../text/cell-text.ts';
import { rateWithin } from '../text/mistake-text.ts';
import { amount, duration } from '../text/numbers.ts';
import { arrowLength, costPlot, mistakesPlot, type Plot, type PlotPoint, plotSize } from '../svg/trade-off.ts';
import { type Circumstances, type TradeOff, tradeOffOf } from '../facts/trade-off.ts';
import type { Words } from '../words/en.ts';
import { scrolling } from './table.ts';

export interface Choice {
  /** Under which mistakes are counted; null where no fault passes. */
  readonly fault: CellResult['fault'] | null;
  readonly around: Circumstances;
}

export function tradeOffFigure(matrix: Matrix, { fault, around }: Choice, words: Words): Markup | string {
  const say = words.mistakes;
  const tradeOff = tradeOffOf(matrix, fault, around);
  const rates = fault === null ? null : mistakesPlot(tradeOff);
  const costs = costPlot(tradeOff);
  if (rates === null && costs === null) return '';
  const axis = say.axis[tradeOff.time](tradeOff.lasting);
  const rated = panel(rates, {
    title: say.panels.mistakes(fault === null ? '' : faultText(fault, words)),
    axis,
    said: saidRates(tradeOff, words),
  });
  const costed = panel(costs, { title: say.panels.cost, axis, said: saidCosts(tradeOff, words) });
  const notes = [
    ...(rates === null ? [] : [say.plotNote]),
    ...(costs === null || costs.front.length < 2 ? [] : [say.frontNote]),
    ...(tradeOff.left.length === 0 ? [] : [say.notDrawn(words.list(tradeOff.left), around.deadlineMs)]),
  ];
  return markup`<figure class="trade"><figcaption>${say.tradeOff}</figcaption><div class="panels">${rated}${costed}</div><p class="aside">${notes.join(words.sentenceGap)}</p></figure>`;
}

interface PanelText {
  readonly title: string;
  readonly axis: string;
  /** What each point says, by its name. */
  readonly said: ReadonlyMap<string, string>;
}

function saidRates({ points }: TradeOff, words: Words): ReadonlyMap<string, string> {
  return new Map(
    points.map(({ label, timeMs, rate }) => [
      label,
      words.mistakes.point(label, duration(timeMs), rateWithin(rate, words)),
    ]),
  );
}

function saidCosts({ points }: TradeOff, words: Words): ReadonlyMap<string, string> {
  return new Map(
    points.map(({ label, timeMs, bytesPerSecond }) => [
      label,
      words.mistakes.point(label, duration(timeMs), words.cost(amount(bytesPerSecond ?? 0))),
    ]),
  );
}

function panel(plot: Plot | null, { title, axis, said }: PanelText): Markup | string {
  if (plot === null) return '';
  const { left, right, top, bottom, width, height } = plotSize;
  const rows = plot.yTicks.map(
    ({ at, label }) =>
      markup`<line class="grid" x1="${left}" x2="${right}" y1="${px(at)}" y2="${px(at)}"/><text x="${left - 8}" y="${px(at + 4)}" text-anchor="end">${label}</text>`,
  );
  const columns = plot.xTicks.map(
    ({ at, label }) => markup`<text x="${px(at)}" y="${bottom + 17}" text-anchor="middle">${label}</text>`,
  );
  const front =
    plot.front.length < 2
      ? ''
      : markup`<polyline class="front" points="${plot.front.map(({ x, y }) => `${px(x)},${px(y)}`).join(' ')}"/>`;
  const drawing = markup`<svg class="trade" viewBox="0 0 ${width} ${height}" role="img"><title>${title}</title><desc>${axis}</desc><text class="head" x="0" y="${top - 16}">${title}</text>${rows}${columns}<text x="${right}" y="${bottom + 36}" text-anchor="end">${axis}</text>${front}${plot.points.map((point) => pointMark(point, said.get(point.name) ?? point.name))}</svg>`;
  return scrolling(title, drawing);
}

function pointMark({ name, x, y, bar, isBound, label }: PlotPoint, said: string): Markup {
  const interval =
    bar === null
      ? ''
      : markup`<path class="bar" d="M${px(x)} ${px(bar.from)}V${px(bar.to)}M${px(x - 3)} ${px(bar.from)}h6M${px(x - 3)} ${px(bar.to)}h6"/>`;
  const lead = label.led
    ? markup`<line class="lead" x1="${px(x)}" y1="${px(y)}" x2="${px(label.x)}" y2="${px(label.y - 4)}"/>`
    : '';
  const shape = isBound
    ? markup`<path class="line" d="M${px(x - 4)} ${px(y)}h8M${px(x)} ${px(y)}v${arrowLength}m-3 -4l3 4l3 -4"><title>${said}</title></path>`
    : markup`<circle class="ink" cx="${px(x)}" cy="${px(y)}" r="3.6"><title>${said}</title></circle>`;
  return markup`${lead}${interval}${shape}<text class="name" x="${px(label.x)}" y="${px(label.y)}" text-anchor="${label.anchor}">${name}</text>`;
}

const px = (value: number): number => Math.round(value * 10) / 10;
