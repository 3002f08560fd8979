import type { KeyboardEvent } from 'react';

const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Arrows go from cell to cell, as in any grid. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const place = event.currentTarget.closest('td');
  const table = event.currentTarget.closest('table');
  if (step === undefined || place === null || table === null) return;
  const row = place.parentElement as HTMLTableRowElement;
  const next = table.tBodies[0]?.rows[row.sectionRowIndex + step[0]]?.cells[place.cellIndex + step[1]];
  const button = next?.querySelector('button');
  if (button === null || button === undefined) return;
  event.preventDefault();
  button.focus();
}
