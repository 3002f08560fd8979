/** The tables at the end of a run: one per traffic, detectors down, faults across, in as many parts as the terminal needs. */
import type { ExperimentResult } from '#model/result/result.ts';
import { compactCell, reportOf, rowLabel, wordsIn } from '#report';
import type { CellView, Matrix, ReportLanguage } from '#report';
import { legendLines, summaryLines } from './table-summary.ts';
import { mistakeLines } from './table-mistakes.ts';
import type { Page } from './table-page.ts';
import { sheetLines } from './table-sheet.ts';
import type { Printed } from './table-sheet.ts';
import { speaksUnicode, tableStyle } from './table-style.ts';
import { wrapped } from '../terminal/text-width.ts';
import type { TableStyle } from './table-style.ts';

export interface TableOptions {
  /** Width of the terminal. */
  readonly columns: number;
  readonly color: boolean;
  readonly lang?: ReportLanguage;
  /** By default what the locale says. */
  readonly unicode?: boolean;
}

/** All lines end with a newline and none is wider than the terminal where its words allow it. */
export function renderTable(result: ExperimentResult, options: TableOptions): string {
  const unicode = options.unicode ?? speaksUnicode(process.env, process.platform);
  const words = wordsIn(unicode ? (options.lang ?? 'en') : 'en');
  const style = tableStyle({ color: options.color, unicode });
  const columns = Math.max(40, options.columns);
  const report = reportOf(result);
  const page = { words, style, columns, deadlineMs: result.plan.deadlineMs };
  const tables = report.matrices.flatMap((matrix) => [...matrixLines(matrix, page), '']);
  const lines = [
    ...(result.host.simulated === true ? [...noticeLines(words.simulated, page), ''] : []),
    ...tables,
    ...mistakeLines(report, page),
    ...legendLines(report, page),
    '',
    ...summaryLines(report, page),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`.replaceAll('\u00a0', ' ')).join('');
}

const noticeLines = (text: string, { style, columns }: Page): readonly string[] =>
  wrapped(style.text(text), columns, '  ').map(style.warn);

function matrixLines(matrix: Matrix, page: Page): readonly string[] {
  return sheetLines(page, {
    title: page.words.terminal.trafficTitle[matrix.traffic],
    labels: matrix.rows.map(({ detector }) => rowLabel(detector, page.words)),
    heads: matrix.faults.map(({ label }) => label),
    cell: (row, column) => printedCell(matrix.rows[row]?.cells[column] ?? null, page),
  });
}

function printedCell(cell: CellView | null, { words, style, deadlineMs }: Page): Printed {
  if (cell === null) return { text: '', painted: '' };
  const compact = compactCell(cell, words, deadlineMs);
  const body = style.text(compact.text);
  if (compact.mark === 'disagrees') {
    const text = `${body} ${style.marks.disagrees}`;
    return { text, painted: style.bad(text) };
  }
  const text = compact.mark === null ? body : `${body} ${style.marks.agrees}`;
  return { text, painted: painted(text, cell, style) };
}

/** Colour repeats what the words say. */
function painted(text: string, cell: CellView, style: TableStyle): string {
  switch (cell.state) {
    case 'detected':
      return text.replace(/ \(.*\)$/, (interval) => style.dim(interval));
    case 'undetected':
    case 'mixed':
    case 'false-alarm':
      return style.warn(text);
    case 'survived':
      return style.good(text);
    case 'invalid':
    case 'empty':
      return style.dim(text);
  }
}
