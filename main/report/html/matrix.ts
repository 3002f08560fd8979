/** The matrix: detectors down, faults across, one table per traffic. */
import { isTransient } from '#model/judge.ts';
import type { CellView } from '../cell.ts';
import { cellPrediction, measuredText } from '../cell-text.ts';
import { type Markup, markup } from '../markup.ts';
import type { Matrix, MatrixRow } from '../matrix.ts';
import type { ReportModel } from '../model.ts';
import { amount } from '../numbers.ts';
import { sparkAxis } from '../svg/axis.ts';
import { inlineMark } from '../svg/marks.ts';
import { spark } from '../svg/spark.ts';
import type { Words } from '../words/en.ts';
import { scrolling } from './table.ts';

interface Context {
  readonly words: Words;
  readonly deadlineMs: number;
  readonly at: (ms: number) => number;
}

export function matrixSection(report: ReportModel, words: Words): Markup {
  const { deadlineMs } = report.result.plan;
  const context: Context = { words, deadlineMs, at: sparkAxis(deadlineMs) };
  return markup`<section id="matrix"><h2>${words.sections.matrix}</h2>
<p class="key">${words.matrixKey(deadlineMs)}</p>
<ul class="legend">
<li><span class="swatch undetected"></span> ${words.key.censored(deadlineMs)}</li>
<li><span class="swatch false-alarm">${inlineMark('triangle')}</span> ${words.key.falseAlarm}</li>
<li><span class="x">✗</span> ${words.cell.disagrees}</li>
</ul>
${report.matrices.map((matrix) => matrixTable(matrix, context))}</section>`;
}

function matrixTable(matrix: Matrix, context: Context): Markup {
  const { words } = context;
  const title = words.matrixCaption(matrix.traffic);
  const alarms = matrix.rows.some((row) => row.passing > 0);
  const table = markup`<table class="matrix"><caption>${title}</caption>
<thead><tr><td></td>${groups(matrix).map(({ transient, span }) => markup`<th class="group" scope="colgroup" colspan="${span}">${transient ? words.passingFaults : words.lastingFaults}</th>`)}<td colspan="${alarms ? 3 : 2}"></td></tr>
<tr><th scope="col" class="label">${words.columns.detector}</th>${matrix.faults.map((fault) => markup`<th scope="col">${fault.label}<small>${words.faultGloss(fault)}</small></th>`)}<th scope="col" class="sum first">${words.columns.noticed}</th>${alarms ? markup`<th scope="col" class="sum">${words.columns.alarmed}</th>` : ''}<th scope="col" class="sum">${words.columns.cost}</th></tr></thead>
<tbody>${matrix.rows.map((row) => matrixRow(row, context, alarms))}</tbody></table>`;
  return scrolling(title, table);
}

/** Runs of neighbouring columns that ask for the same answer. */
function groups(matrix: Matrix): readonly { transient: boolean; span: number }[] {
  const runs: { transient: boolean; span: number }[] = [];
  for (const fault of matrix.faults) {
    const transient = isTransient(fault);
    const open = runs.at(-1);
    if (open !== undefined && open.transient === transient) open.span += 1;
    else runs.push({ transient, span: 1 });
  }
  return runs;
}

function matrixRow(row: MatrixRow, context: Context, alarms: boolean): Markup {
  const { words } = context;
  const { cost } = row;
  return markup`<tr><th scope="row" class="label">${row.label}</th>${row.cells.map((cell) => (cell === null ? markup`<td class="cell empty">${words.cell.empty}</td>` : matrixCell(cell, context)))}<td class="sum first">${words.noticedOf(row.noticed, row.lasting)}</td>${alarms ? markup`<td class="sum">${words.noticedOf(row.alarmed, row.passing)}</td>` : ''}<td class="sum">${cost === null ? '\u2013' : words.cost(amount(cost.bytesPerSecond))}</td></tr>\n`;
}

function matrixCell(cell: CellView, { words, deadlineMs, at }: Context): Markup {
  const measured = measuredText(cell, words, deadlineMs);
  if (cell.state === 'empty') return markup`<td class="cell empty">${measured}</td>`;
  const alarm =
    cell.state === 'false-alarm'
      ? markup`${inlineMark('triangle')}<span class="hidden">${words.outcome['false-alarm']} </span>`
      : '';
  const off = cell.judgement === 'disagrees' ? offMark(words) : '';
  return markup`<td class="cell ${cell.state}"><b>${alarm}${measured}${off}</b>${spark(cell, at, deadlineMs)}<small>${cellPrediction(cell, words)}</small></td>`;
}

export function offMark(words: Words): Markup {
  return markup` <span class="x" title="${words.cell.disagrees}">✗<span class="hidden"> ${words.cell.disagrees}</span></span>`;
}
