/** The table of layers in docs/architecture.md; the rest of that page is written by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowed } from './lint.ts';
import { layers } from './table.ts';

const begin = '<!-- Written by `npm run docs` from docs/layers/table.ts. -->\n\n';
const end = '\n<!-- From here on written by hand. -->\n';

export function architecturePage(): string {
  const text = readFileSync(join(import.meta.dirname, '..', 'architecture.md'), 'utf8');
  const [before, rest] = text.split(begin);
  const [, after] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined)
    throw new Error('docs/architecture.md has lost the place of its table');
  const rows = layers.map((layer) => {
    const where = layer.where.split(' ').map((path) => `\`${path}\``);
    const pure = layer.pure === true ? '; pure' : '';
    return `| ${where.join(', ')} | ${layer.what} | ${allowed(layer)}${pure} |\n`;
  });
  return [before, begin, '| where | what | may import |\n| --- | --- | --- |\n', ...rows, end, after].join('');
}
