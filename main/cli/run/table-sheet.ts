/** A table for terminals: as many columns side by side as fit, the others below. */
import type { Page } from './table-page.ts';
import type { TableStyle } from './table-style.ts';
import { displayWidth, padEnd } from '../terminal/text-width.ts';

/** A cell as it is measured, and as it is shown. */
export interface Printed {
  readonly text: string;
  readonly painted: string;
}

interface Column {
  readonly head: string;
  readonly cells: readonly Printed[];
  readonly width: number;
}

const gap = '  ';

export interface Sheet {
  readonly title: string;
  readonly labels: readonly string[];
  readonly heads: readonly string[];
  readonly cell: (row: number, column: number) => Printed;
}

export function sheetLines({ style, columns }: Page, { title, labels: names, heads, cell }: Sheet): readonly string[] {
  const labels = names.map((name) => style.text(name));
  const labelWidth = Math.max(0, ...labels.map(displayWidth));
  const drawn = heads.map((name, index): Column => {
    const head = style.text(name);
    const cells = labels.map((_, row) => cell(row, index));
    return { head, cells, width: Math.max(displayWidth(head), ...cells.map(({ text }) => displayWidth(text))) };
  });
  const parts = inParts(drawn, columns - labelWidth).flatMap((part, index) => [
    ...(index === 0 ? [] : ['']),
    ...partLines(part, { labels, labelWidth, style }),
  ]);
  return [style.bold(style.text(title)), ...parts];
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
