/** Agreement with theory: the share, where in their intervals verdicts fell, and every trial that differs. */
import type { Miss } from '../facts/agreement.ts';
import { isTransient } from '#model/faults/index.ts';
import { offByText, trialMeasured, trialPredicted, verdictText } from '../text/cell-text.ts';
import { type Markup, markup } from '../text/markup.ts';
import type { ReportModel } from '../facts/model.ts';
import { binned, positionsPlot } from '../svg/positions.ts';
import { agreementText } from '../text/sentences.ts';
import type { Words } from '../words/en.ts';
import { listTable, split, type Value } from './table.ts';

export function agreementSection(report: ReportModel, words: Words): Markup {
  const { agreement } = report;
  const figure = agreement.positions.length === 0 ? '' : positionsFigure(agreement.positions, words);
  const text = markup`<p>${agreementText(report, words)}</p>`;
  const content =
    agreement.misses.length === 0 ? split(text, figure) : split(markup`${text}${figure}`, missesTable(report, words));
  return markup`<section id="agreement"><h2>${words.sections.agreement}</h2>
${content}</section>`;
}

function positionsFigure(positions: readonly number[], { agreement: say }: Words): Markup {
  const bins = binned(positions);
  const text = {
    title: say.positionsTitle,
    description: say.positionsDesc(positions.length - bins.early - bins.late, bins.early, bins.late),
    early: say.early,
    start: say.start,
    end: say.end,
    late: say.late,
  };
  return markup`<figure class="positions"><figcaption>${say.positionsTitle}</figcaption>${positionsPlot(bins, text)}<p class="aside">${say.positionsNote}</p></figure>`;
}

function missesTable({ agreement, result }: ReportModel, words: Words): Markup {
  const { columns } = words;
  const caption = words.agreement.missesCaption(agreement.misses.length);
  return listTable({
    label: caption,
    caption,
    columns: [
      { head: columns.detector, names: true },
      { head: columns.fault },
      { head: columns.traffic },
      { head: columns.trial, numeric: true },
      { head: columns.measured, numeric: true },
      { head: columns.predicted, numeric: true },
      { head: columns.offBy, numeric: true },
      { head: columns.verdict },
    ],
    rows: agreement.misses.map((miss) => missRow(miss, words, result.plan.deadlineMs)),
  });
}

function missRow({ cell, trial, offByMs }: Miss, words: Words, deadlineMs: number): readonly Value[] {
  return [
    cell.detector.label,
    cell.fault.label,
    words.traffic[cell.traffic],
    trial.result.repeat + 1,
    trialMeasured(trial, words, deadlineMs),
    trialPredicted(trial, isTransient(cell.fault), words),
    markup`<span class="x">${offByText(offByMs, words)}</span>`,
    verdictText(trial.result.verdict),
  ];
}
