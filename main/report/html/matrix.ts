/** The matrix: detectors down, faults across, one table per traffic. */
import { isTransient } from '#model/faults/index.ts';
import type { CellView } from '../facts/cell.ts';
import { rowLabel } from '../facts/incident.ts';
import { cellPrediction, faultText, measuredText } from '../text/cell-text.ts';
import { type Markup, markup } from '../text/markup.ts';
import type { Matrix, MatrixRow } from '../facts/matrix.ts';
import type { ReportModel } from '../facts/model.ts';
import { amount } from '../text/numbers.ts';
import { inlineMark } from '../svg/marks.ts';
import { spark } from '../svg/spark.ts';
import type { Words } from '../words/en.ts';
import { matrixLegend } from './legend.ts';
import { scrolling } from './table.ts';

interface Context {
  readonly words: Words;
  readonly deadlineMs: number;
}

export function matrixSection(report: ReportModel, words: Words): Markup {
  const { deadlineMs } = report.result.plan;
  const context: Context = { words, deadlineMs };
  return markup`<section id="matrix"><h2>${words.sections.matrix}</h2>
<p class="key">${words.matrixKey(deadlineMs)}</p>
${matrixLegend(report, words)}
${report.matrices.map((matrix) => matrixTable(matrix, context))}</section>`;
}

function matrixTable(matrix: Matrix, context: Context): Markup {
  const { words } = context;
  const title = words.matrixCaption(matrix.traffic);
  const sums = sumsOf(matrix, words);
  const over = groups(matrix).map(
    ({ transient, span }) =>
      markup`<th class="group" scope="colgroup" colspan="${span}">${transient ? words.passingFaults : words.lastingFaults}</th>`,
  );
  const faults = matrix.faults.map(
    (fault) => markup`<th scope="col">${faultText(fault, words)}<small>${words.faultGloss(fault)}</small></th>`,
  );
  const table = markup`<table class="matrix"><caption>${title}</caption>
<thead><tr><td></td>${over}${sums.length === 0 ? '' : markup`<td colspan="${sums.length}"></td>`}</tr>
<tr><th scope="col" class="label">${words.columns.detector}</th>${faults}${sums.map(({ head }, at) => markup`<th scope="col" class="${sumClass(at)}">${head}</th>`)}</tr></thead>
<tbody>${matrix.rows.map((row) => matrixRow(row, sums, context))}</tbody></table>`;
  return scrolling(title, table);
}

/** What a row comes to. */
interface Sum {
  readonly head: string;
  readonly of: (row: MatrixRow) => string;
}

const sumClass = (at: number): string => (at === 0 ? 'sum first' : 'sum');

/** Only what the experiment can tell: no false alarms without faults that pass, no cost that was not measured. */
function sumsOf({ rows }: Matrix, words: Words): readonly Sum[] {
  const { columns } = words;
  const lasting: Sum = { head: columns.noticed, of: (row) => words.noticedOf(row.noticed, row.lasting) };
  const passing: Sum = { head: columns.alarmed, of: (row) => words.noticedOf(row.alarmed, row.passing) };
  const cost: Sum = {
    head: columns.cost,
    of: (row) => (row.cost === null ? '\u2013' : words.cost(amount(row.cost.bytesPerSecond))),
  };
  return [
    ...(rows.some((row) => row.lasting > 0) ? [lasting] : []),
    ...(rows.some((row) => row.passing > 0) ? [passing] : []),
    ...(rows.some((row) => row.cost !== null) ? [cost] : []),
  ];
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

function matrixRow(row: MatrixRow, sums: readonly Sum[], context: Context): Markup {
  const cells = row.cells.map((cell) =>
    cell === null ? markup`<td class="cell empty">${context.words.cell.empty}</td>` : matrixCell(cell, context),
  );
  return markup`<tr><th scope="row" class="label">${rowLabel(row.detector, context.words)}</th>${cells}${sums.map((sum, at) => markup`<td class="${sumClass(at)}">${sum.of(row)}</td>`)}</tr>
`;
}

function matrixCell(cell: CellView, { words, deadlineMs }: Context): Markup {
  const measured = measuredText(cell, words, deadlineMs);
  if (cell.state === 'empty') return markup`<td class="cell empty">${measured}</td>`;
  const alarm =
    cell.falseAlarms > 0
      ? markup`${inlineMark('triangle')}<span class="hidden">${words.outcome['false-alarm']} </span>`
      : '';
  const off = cell.judgement === 'disagrees' ? offMark(words) : '';
  return markup`<td class="cell ${toneOf(cell)}"><b>${alarm}${measured}${off}</b>${spark(cell, deadlineMs)}<small>${cellPrediction(cell, words)}</small></td>`;
}

export function offMark(words: Words): Markup {
  return markup` <span class="x" title="${words.cell.disagrees}">✗<span class="hidden"> ${words.cell.disagrees}</span></span>`;
}

/** A cell that mixes outcomes is tinted by the worse of them. */
export function toneOf({ state, falseAlarms }: CellView): string {
  return state === 'mixed' && falseAlarms > 0 ? 'mixed alarmed' : state;
}
