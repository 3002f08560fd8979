/** The tables at the end of a run: one per traffic, detectors down, faults across, in as many parts as the terminal needs. */
import type { ExperimentResult } from '#model/result.ts';
import { compactCell, reportOf, rowLabel, wordsIn } from '#report';
import type { CellView, Matrix, ReportLanguage, Words } from '#report';
import { legendLines, summaryLines } from './table-summary.ts';
import { speaksUnicode, tableStyle } from './table-style.ts';
import type { TableStyle } from './table-style.ts';
import { displayWidth, padEnd } from './text-width.ts';

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
  const lines = [...tables, ...legendLines(report, page), '', ...summaryLines(report, page)];
  return lines.map((line) => `${line.trimEnd()}\n`.replaceAll('\u00a0', ' ')).join('');
}

/** What everything that is printed needs to know. */
export interface Page {
  readonly words: Words;
  readonly style: TableStyle;
  readonly columns: number;
  readonly deadlineMs: number;
}

interface Printed {
  readonly text: string;
  readonly painted: string;
}

interface Column {
  readonly head: string;
  readonly cells: readonly Printed[];
  readonly width: number;
}

const gap = '  ';

function matrixLines(matrix: Matrix, page: Page): readonly string[] {
  const { style, words } = page;
  const labels = matrix.rows.map((row) => style.text(rowLabel(row.detector, words)));
  const labelWidth = Math.max(0, ...labels.map(displayWidth));
  const columns = matrix.faults.map((fault, index): Column => {
    const head = style.text(fault.label);
    const cells = matrix.rows.map((row) => printedCell(row.cells[index] ?? null, page));
    return { head, cells, width: Math.max(displayWidth(head), ...cells.map(({ text }) => displayWidth(text))) };
  });
  const title = style.bold(style.text(words.terminal.trafficTitle[matrix.traffic]));
  const parts = inParts(columns, page.columns - labelWidth).flatMap((part, index) => [
    ...(index === 0 ? [] : ['']),
    ...partLines(part, { labels, labelWidth, style }),
  ]);
  return [title, ...parts];
}

/** As many columns side by side as fit; at least one. */
function inParts(columns: readonly Column[], room: number): readonly (readonly Column[])[] {
  const parts: Column[][] = [];
  let left = 0;
  for (const column of columns) {
    const needed = gap.length + column.width;
    const open = parts.at(-1);
    if (open === undefined || needed > left) {
      parts.push([column]);
      left = room - needed;
    } else {
      open.push(column);
      left -= needed;
    }
  }
  return parts;
}

interface Rows {
  readonly labels: readonly string[];
  readonly labelWidth: number;
  readonly style: TableStyle;
}

function partLines(part: readonly Column[], { labels, labelWidth, style }: Rows): readonly string[] {
  const head = part.map(({ head: text, width }) => gap + padEnd(text, width)).join('');
  const width = labelWidth + part.reduce((sum, column) => sum + gap.length + column.width, 0);
  const rows = labels.map((label, row) => {
    const cells = part.map((column) => gap + paddedCell(column.cells[row], column.width));
    return padEnd(label, labelWidth) + cells.join('');
  });
  return [' '.repeat(labelWidth) + style.bold(head.trimEnd()), style.dim(style.line.repeat(width)), ...rows];
}

function paddedCell(cell: Printed | undefined, width: number): string {
  if (cell === undefined) return ' '.repeat(width);
  return cell.painted + ' '.repeat(Math.max(0, width - displayWidth(cell.text)));
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
