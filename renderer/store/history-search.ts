/** What is typed into the search box of the history, and the question that it means. */
import type { HistoryFilter } from '#model/history-query.ts';

export interface Search {
  readonly text: string;
  readonly filters: readonly HistoryFilter[];
  /** Pieces that look like filters but are none. */
  readonly unknown: readonly string[];
}

const fields: ReadonlySet<string> = new Set(['status', 'tag', 'detector', 'fault', 'traffic', 'host']);

/** `cut -tag:nightly,old detector:keepalive is:starred`: words, and filters with several values and negation. */
export function parseSearch(typed: string): Search {
  const filters: HistoryFilter[] = [];
  const words: string[] = [];
  const unknown: string[] = [];
  for (const piece of typed.split(/\s+/).filter(Boolean)) {
    const [, minus, field = '', list = ''] = /^(-?)([a-z]+):(.*)$/.exec(piece) ?? [];
    const not = minus === '-';
    const values = list.split(',').filter(Boolean);
    if (minus === undefined) words.push(piece);
    else if (field === 'is' && list === 'starred') filters.push({ field: 'starred', values: ['yes'], not });
    else if (fields.has(field) && values.length > 0)
      filters.push({ field: field as HistoryFilter['field'], values, not });
    else unknown.push(piece);
  }
  return { text: words.join(' '), filters, unknown };
}

/** The text that `parseSearch` reads back to the same question. */
export function printSearch({ text, filters }: Pick<Search, 'text' | 'filters'>): string {
  const printed = filters.map(({ field, values, not }) =>
    field === 'starred' ? `${not ? '-' : ''}is:starred` : `${not ? '-' : ''}${field}:${values.join(',')}`,
  );
  return [text, ...printed].filter(Boolean).join(' ');
}

/** The same search with one value more of a field, or without it when it is there. */
export function toggled(search: Search, field: HistoryFilter['field'], value: string): Search {
  const same = search.filters.find((filter) => filter.field === field && !filter.not);
  if (same === undefined) return { ...search, filters: [...search.filters, { field, values: [value], not: false }] };
  const values = same.values.includes(value) ? same.values.filter((other) => other !== value) : [...same.values, value];
  const others = search.filters.filter((filter) => filter !== same);
  return { ...search, filters: values.length === 0 ? others : [...others, { ...same, values }] };
}
