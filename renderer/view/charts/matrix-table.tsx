/** Detectors down, faults across: the one picture of an experiment, live and later. */
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useReportWords, useWords } from '../app-context.tsx';
import { Spark, sparkScale } from './spark.tsx';
import { Sideways } from '../parts/sideways.tsx';
import styles from './matrix-table.module.css';
import type { CellView } from '#report/facts/cell.ts';
import { cellPrediction, measuredText } from '#report/text/cell-text.ts';
import { rowLabel } from '#report/facts/incident.ts';
import type { Matrix } from '#report/facts/matrix.ts';

interface MatrixTableProps {
  readonly matrix: Matrix;
  readonly deadlineMs: number;
  readonly repeats: number;
  readonly chosen: CellView | null;
  readonly onChoose: (cell: CellView) => void;
}

export function MatrixTable({ matrix, deadlineMs, repeats, chosen, onChoose }: MatrixTableProps) {
  const words = useReportWords();
  const at = sparkScale(deadlineMs);
  return (
    <Sideways>
      <table className={styles.matrix}>
        <caption>{words.matrixCaption(matrix.traffic)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.detector}</th>
            {matrix.faults.map((fault) => (
              <th key={JSON.stringify(fault)} scope="col">
                {fault.label}
                <small>{words.faultGloss(fault)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row, index) => (
            // Rows never change places; the same detector may stand twice.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <th scope="row">{rowLabel(row.detector, words)}</th>
              {row.cells.map((cell, column) => (
                <td key={matrix.faults[column]?.label ?? column} className={styles.place}>
                  {cell !== null && (
                    <CellButton
                      cell={cell}
                      isChosen={chosen !== null && sameCell(cell, chosen)}
                      isPending={cell.trials.length < repeats}
                      deadlineMs={deadlineMs}
                      onChoose={() => onChoose(cell)}
                    >
                      <Spark cell={cell} at={at} deadlineMs={deadlineMs} />
                    </CellButton>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

export const sameCell = (a: CellView, b: CellView): boolean =>
  a.traffic === b.traffic &&
  JSON.stringify(a.detector) === JSON.stringify(b.detector) &&
  JSON.stringify(a.fault) === JSON.stringify(b.fault);

interface CellButtonProps {
  readonly cell: CellView;
  readonly isChosen: boolean;
  readonly isPending: boolean;
  readonly deadlineMs: number;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

function CellButton({ cell, isChosen, isPending, deadlineMs, onChoose, children }: CellButtonProps) {
  const words = useReportWords();
  const { experiments } = useWords();
  const isEmpty = cell.state === 'empty';
  const measured = isEmpty ? '\u00a0' : measuredText(cell, words, deadlineMs);
  const predicted = cellPrediction(cell, words);
  const isOff = cell.judgement === 'disagrees';
  const button = useRef<HTMLButtonElement>(null);
  // Details beside the table leave less room for it.
  useEffect(() => {
    if (isChosen) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isChosen]);
  return (
    <button
      ref={button}
      type="button"
      className={styles.cell}
      data-state={cell.state}
      data-off={isOff ? '' : undefined}
      aria-pressed={isChosen}
      aria-busy={isPending}
      aria-label={experiments.cellName({
        detector: cell.detector.label,
        fault: cell.fault.label,
        measured: isEmpty ? experiments.notYet : measured,
        predicted,
        isOff,
      })}
      onClick={onChoose}
      onKeyDown={moveFocus}
    >
      <b>
        {cell.state === 'false-alarm' && '\u25b2 '}
        {measured}
        {isOff && ' \u2717'}
      </b>
      {children}
      <small>{predicted}</small>
    </button>
  );
}

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
