/** Plain tables and pairs: the parts of the page that are lists. */
import { type Markup, markup } from '../text/markup.ts';

export interface Column {
  readonly head: string;
  readonly numeric?: true;
  /** Names the row. */
  readonly names?: true;
}

export type Value = Markup | string | number;

export interface Listing {
  /** Names the table for those who do not see where it stands. */
  readonly label: string;
  readonly caption?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  /** Anchors of rows. */
  readonly ids?: readonly string[];
}

export function listTable({ label, caption, columns, rows, ids }: Listing): Markup {
  const heads = columns.map(({ head, numeric }) => markup`<th scope="col"${numeric ? numberClass : ''}>${head}</th>`);
  const body = rows.map((row, index) => {
    const id = ids?.[index];
    return markup`<tr${id === undefined ? '' : markup` id="${id}"`}>${columns.map((column, at) => tableCell(column, row[at] ?? ''))}</tr>
`;
  });
  const table = markup`<table class="list">
${caption === undefined ? '' : markup`<caption>${caption}</caption>`}
<thead><tr>${heads}</tr></thead>
<tbody>${body}</tbody>
</table>`;
  return scrolling(label, table);
}

const numberClass = markup` class="num"`;

function tableCell({ numeric, names }: Column, value: Value): Markup {
  if (names) return markup`<th scope="row">${value}</th>`;
  return markup`<td${numeric ? numberClass : ''}>${value}</td>`;
}

/** A table too wide for a narrow page scrolls by itself, by keyboard too. */
export const scrolling = (label: string, content: Markup): Markup =>
  markup`<div class="scroll" role="region" tabindex="0" aria-label="${label}">${content}</div>`;

export const facts = (entries: readonly (readonly [string, string])[]): Markup =>
  markup`<dl class="facts">${entries.map(([term, fact]) => markup`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>`;

/** Words at the left, a table at the right; one above the other on a narrow page. */
export const split = (words: Markup, table: Markup | string): Markup =>
  markup`<div class="split"><div>${words}</div><div>${table}</div></div>`;
