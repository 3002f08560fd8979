/** The trade-off plot of a page: two panels over the same detection times. */
import type { CellResult } from '#model/result/result.ts';
import { type Markup, markup } from '../text/markup.ts';
import type { Matrix } from '../facts/matrix.ts';
import { faultText } from '../text/cell-text.ts';
import { rateWithin } from '../text/mistake-text.ts';
import { amount, duration } from '../text/numbers.ts';
import { costPlot, mistakesPlot, type Plot } from '../geometry/trade-off.ts';
import { type PanelText, tradeOffPanel } from '../svg/trade-off.ts';
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

const panel = (plot: Plot | null, text: PanelText): Markup | string =>
  plot === null ? '' : scrolling(text.title, tradeOffPanel(plot, text));
