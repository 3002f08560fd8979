/** Below the tables of a run with enough trials: how many good connections each detector gave up, and what it costs. */
import { costTexts, killedText, rateText, strainText, tellingTrials, within } from '#report';
import type { CellView, ReportModel } from '#report';
import type { Page } from './table-page.ts';
import { sheetLines } from './table-sheet.ts';
import type { Printed } from './table-sheet.ts';
import { wrapped } from '../terminal/text-width.ts';

export function mistakeLines({ mistakes, strain }: ReportModel, page: Page): readonly string[] {
  if (mistakes === null || mistakes.fewest < tellingTrials) return [];
  const { words, style, columns } = page;
  const say = words.mistakes;
  const tables = mistakes.tables.flatMap(({ traffic, faults, rows }) => [
    ...sheetLines(page, {
      title: say.tableCaption(words.traffic[traffic]),
      labels: rows.map(({ label }) => label),
      heads: faults.map(({ label }) => label),
      cell: (row, column) => printed(rows[row]?.cells[column] ?? null, page),
    }),
    '',
  ]);
  const load = strain === null ? [] : wrapped(style.text(strainText(strain, words)), columns, '  ');
  return [
    ...tables,
    ...costLines(mistakes.costs, page),
    ...load.map(strain?.exceeded === true ? style.warn : style.dim),
    '',
  ];
}

function printed(cell: CellView | null, { words, style }: Page): Printed {
  if (cell === null || cell.valid === 0) return { text: '', painted: '' };
  const { quality } = cell;
  const share = `${killedText(cell, words)} [${within(quality.killed)}]`;
  const text = style.text(quality.mistakes === 0 ? share : `${share} ${rateText(quality.underFault, words)}`);
  return { text, painted: quality.mistakes === 0 ? style.dim(text) : style.warn(text) };
}

function costLines(costs: NonNullable<ReportModel['mistakes']>['costs'], page: Page): readonly string[] {
  const { words, style } = page;
  const say = words.mistakes;
  if (costs.length === 0) return [];
  const texts = costs.map((cost) => {
    const { hour, thousand } = costTexts(cost, words);
    return [hour, thousand];
  });
  const lines = sheetLines(page, {
    title: say.costCaption,
    labels: costs.map(({ label }) => label),
    heads: [say.columns.bytesPerHour, say.columns.thousand],
    cell: (row, column) => {
      const text = style.text(texts[row]?.[column] ?? '');
      return { text, painted: text };
    },
  });
  return [...lines, ''];
}
