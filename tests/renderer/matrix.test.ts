/** One table of detectors and faults, whatever its cells show. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { AppProvider } from '../../renderer/view/app-context.tsx';
import { HeatCell } from '../../renderer/view/charts/matrix/heat-cell.tsx';
import { MatrixTable } from '../../renderer/view/charts/matrix/matrix-table.tsx';
import { TrialsCell } from '../../renderer/view/charts/matrix/trials-cell.tsx';
import { classicResult } from '../report/fixture.ts';
import { matricesOf } from '#report/facts/matrix.ts';
import { Commands } from '#store/commands.ts';
import { Duties } from '#store/connection.ts';
import type { HostLink } from '#store/connection.ts';
import { createPreferences } from '#store/preferences.ts';

const result = classicResult();
const told = {
  ...result,
  cells: result.cells.map((cell) =>
    cell.detector.kind === 'eof'
      ? { ...cell, detector: { ...cell.detector, role: 'before' as const } }
      : cell.detector.kind === 'user-timeout'
        ? { ...cell, detector: { ...cell.detector, role: 'after' as const } }
        : cell,
  ),
};
const [matrix] = matricesOf(told);
if (matrix === undefined) throw new Error('the fixture has no matrix');

const link: HostLink = { client: {} as HostLink['client'], onState: () => () => undefined };
const duties = new Duties(link);
const preferences = createPreferences(duties, { language: 'en' });
const app = { client: link.client, duties, preferences, commands: new Commands() };

function markupWith(Cell: typeof HeatCell): string {
  const table = createElement(MatrixTable, {
    matrix: matrix as NonNullable<typeof matrix>,
    deadlineMs: told.plan.deadlineMs,
    awaited: null,
    chosen: null,
    onChoose: () => undefined,
    Cell,
  });
  return renderToStaticMarkup(createElement(AppProvider, { value: app }, table));
}

const heads = (markup: string): readonly string[] =>
  [...markup.matchAll(/<th scope="row">([^<]*)<\/th>/g)].map(([, text = '']) => text);
/** What is read out of each cell: all that it holds, without what is hidden from the ear. */
const names = (markup: string): readonly string[] =>
  [...markup.matchAll(/<button[^>]*>(.*?)<\/button>/g)].map(([, inside = '']) =>
    inside
      .replaceAll(/<span(?: class="off")? aria-hidden="true">.*?<\/span>/g, '')
      .replaceAll(/<[^>]*>/g, '')
      .trim(),
  );

test('the heat map has the rows of the matrix, and says which settings were before and which after', () => {
  const [trials, heat] = [markupWith(TrialsCell), markupWith(HeatCell)];
  expect(heads(trials)).toHaveLength(matrix.rows.length);
  expect(heads(heat)).toEqual(heads(trials));
  expect(heads(heat).filter((head) => /before|after/i.test(head))).toHaveLength(2);
});

test('a cell has the same name, whatever it shows', () => {
  const [trials, heat] = [markupWith(TrialsCell), markupWith(HeatCell)];
  expect(names(trials)).toHaveLength(matrix.rows.length * matrix.faults.length);
  expect(names(heat)).toEqual(names(trials));
  expect(names(heat)[0]).toBe('eof, fin: 14\u00a0ms; predicted 0\u201345\u00a0ms');
});
