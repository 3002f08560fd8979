/** What detectors do to peers that are alive: the reasons of RFC 1122, who gave up what, and what quickness costs. */
import { kernelOf } from '#model/result/summarize.ts';
import type { CellView } from '../facts/cell.ts';
import { faultText } from '../text/cell-text.ts';
import { type Markup, markup } from '../text/markup.ts';
import {
  accuracyText,
  expectedText,
  killedText,
  lastedText,
  rateText,
  rateWithin,
  recurrenceText,
  strainText,
  within,
} from '../text/mistake-text.ts';
import type { Mistakes, MistakeTable } from '../facts/mistakes.ts';
import { tellingTrials } from '../facts/mistakes.ts';
import type { ReportModel } from '../facts/model.ts';
import { bytes, count } from '../text/numbers.ts';
import { reasonsOf } from '../facts/reasons.ts';
import { tellingFault, tradeOffMatrix } from '../facts/trade-off.ts';
import type { Words } from '../words/en.ts';
import { listTable, scrolling } from './table.ts';
import { tradeOffFigure } from './trade-off.ts';

export function mistakesSection(report: ReportModel, words: Words): Markup | string {
  const { mistakes } = report;
  if (mistakes === null) return '';
  const say = words.mistakes;
  return markup`<section id="mistakes"><h2>${words.sections.mistakes}</h2>
<p>${say.lead}</p>
<ol class="reasons">${reasonsOf(mistakes, words).map((reason) => markup`<li>${reason}</li>`)}</ol>
${strainNote(report, words)}
${mistakes.fewest < tellingTrials ? markup`<p class="aside">${say.few(mistakes.fewest)}</p>` : ''}
<div class="side">${mistakes.tables.map((table) => givenUp(table, words))}</div>
<p class="aside">${say.tableKey}</p>
${figure(report, words)}
${costTable(mistakes, words)}
${details(mistakes, words)}</section>`;
}

function strainNote({ strain }: ReportModel, words: Words): Markup | string {
  if (strain === null) return '';
  const text = strainText(strain, words);
  return strain.exceeded ? markup`<p class="notice" role="note">${text}</p>` : markup`<p class="aside">${text}</p>`;
}

function givenUp({ traffic, faults, rows }: MistakeTable, words: Words): Markup {
  const title = words.mistakes.tableCaption(words.traffic[traffic]);
  const heads = faults.map(
    (fault) => markup`<th scope="col">${faultText(fault, words)}<small>${words.faultGloss(fault)}</small></th>`,
  );
  const body = rows.map(
    ({ label, cells }) =>
      markup`<tr><th scope="row" class="label">${label}</th>${cells.map((cell) => givenUpCell(cell, words))}</tr>
`,
  );
  const table = markup`<table class="matrix"><caption>${title}</caption>
<thead><tr><th scope="col" class="label">${words.columns.detector}</th>${heads}</tr></thead>
<tbody>${body}</tbody></table>`;
  return scrolling(title, table);
}

function givenUpCell(cell: CellView | null, words: Words): Markup {
  if (cell === null || cell.valid === 0) return markup`<td class="cell empty">${words.cell.empty}</td>`;
  const { quality } = cell;
  const expected = expectedText(cell, words);
  const tone =
    quality.mistakes === 0 ? 'survived' : quality.mistakes === quality.sessions ? 'false-alarm' : 'mixed alarmed';
  return markup`<td class="cell ${tone}"><b>${killedText(cell, words)} <span class="within">${within(quality.killed)}</span></b><small>${rateText(quality.underFault, words)}</small>${expected === null ? '' : markup`<small>${expected}</small>`}</td>`;
}

function figure({ matrices, result }: ReportModel, words: Words): Markup | string {
  const matrix = tradeOffMatrix(matrices);
  if (matrix === null) return '';
  return tradeOffFigure(
    matrix,
    { fault: tellingFault(matrix), around: { kernel: kernelOf(result.host), deadlineMs: result.plan.deadlineMs } },
    words,
  );
}

function costTable({ costs }: Mistakes, words: Words): Markup | string {
  const { columns, costCaption } = words.mistakes;
  if (costs.length === 0) return '';
  return listTable({
    label: costCaption,
    caption: costCaption,
    columns: [
      { head: words.columns.detector, names: true },
      { head: columns.perHour, numeric: true },
      { head: columns.bytesPerHour, numeric: true },
      { head: columns.perMonth, numeric: true },
      { head: columns.thousand, numeric: true },
    ],
    rows: costs.map(({ label, packetsPerHour, bytesPerHour, bytesPerMonth }) => [
      label,
      count(Math.round(packetsPerHour)),
      bytes(bytesPerHour),
      bytes(bytesPerMonth),
      bytes(bytesPerMonth * 1000),
    ]),
  });
}

function details({ tables }: Mistakes, words: Words): Markup {
  const say = words.mistakes;
  const cells = tables.flatMap(({ rows }) => rows.flatMap((row) => row.cells.filter((cell) => cell !== null)));
  const tried = cells.filter(({ valid }) => valid > 0);
  const table = listTable({
    label: say.details(tried.length),
    columns: [
      { head: words.columns.detector, names: true },
      { head: words.columns.fault },
      { head: words.columns.traffic },
      { head: say.columns.sessions, numeric: true },
      { head: say.columns.mistakes, numeric: true },
      { head: say.columns.rate, numeric: true },
      { head: say.columns.recurrence, numeric: true },
      { head: say.columns.duration, numeric: true },
      { head: say.columns.accuracy, numeric: true },
    ],
    rows: tried.map((cell) => [
      cell.detector.label,
      faultText(cell.fault, words),
      words.traffic[cell.traffic],
      cell.quality.sessions,
      cell.quality.mistakes,
      rateWithin(cell.quality.underFault, words),
      recurrenceText(cell.quality.underFault, words),
      lastedText(cell, words),
      accuracyText(cell, words),
    ]),
  });
  return markup`<details><summary>${say.details(tried.length)}</summary><p class="aside">${say.detailsKey}</p>${table}</details>`;
}
