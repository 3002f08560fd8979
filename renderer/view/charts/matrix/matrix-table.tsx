/** Detectors down, faults across, for one traffic: the table of an experiment, whatever its cells show. */
import { useState } from 'react';
import type { ComponentType } from 'react';
import { useReportWords } from '../../app-context.tsx';
import { Sideways } from '../../parts/sideways/sideways.tsx';
import type { MatrixCellProps } from './cell-button.tsx';
import styles from './matrix-table.module.css';
import type { CellView } from '#report/facts/cell.ts';
import { rowLabel } from '#report/facts/incident.ts';
import type { Matrix } from '#report/facts/matrix.ts';
import { faultText } from '#report/text/cell-text.ts';

interface MatrixTableProps {
  readonly matrix: Matrix;
  readonly deadlineMs: number;
  /** Trials that each cell will have; null when the experiment is over. */
  readonly awaited: number | null;
  readonly chosen: CellView | null;
  readonly onChoose: (cell: CellView) => void;
  /** What is drawn of each cell. */
  readonly Cell: ComponentType<MatrixCellProps>;
}

export function MatrixTable({ matrix, deadlineMs, awaited, chosen, onChoose, Cell }: MatrixTableProps) {
  const words = useReportWords();
  const [focused, setFocused] = useState<Place | null>(null);
  const stop = focused ?? firstPlace(matrix);
  return (
    <Sideways>
      <table className={styles.matrix}>
        <caption>
          <span>{words.matrixCaption(matrix.traffic)}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col" data-stays>
              {words.columns.detector}
            </th>
            {matrix.faults.map((fault) => (
              <th key={JSON.stringify(fault)} scope="col">
                {faultText(fault, words)}
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
                    <Cell
                      cell={cell}
                      deadlineMs={deadlineMs}
                      isChosen={chosen !== null && sameCell(cell, chosen)}
                      isPending={awaited !== null && cell.trials.length < awaited}
                      isTabStop={stop?.row === index && stop.column === column}
                      onFocus={() => setFocused({ row: index, column })}
                      onChoose={() => onChoose(cell)}
                    />
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

interface Place {
  readonly row: number;
  readonly column: number;
}

/** A lint does not ask every question of every detector: places may be empty. */
function firstPlace({ rows }: Matrix): Place | null {
  const row = rows.findIndex(({ cells }) => cells.some((cell) => cell !== null));
  return row === -1 ? null : { row, column: rows[row]?.cells.findIndex((cell) => cell !== null) ?? 0 };
}

export const sameCell = (a: CellView, b: CellView): boolean =>
  a.traffic === b.traffic &&
  JSON.stringify(a.detector) === JSON.stringify(b.detector) &&
  JSON.stringify(a.fault) === JSON.stringify(b.fault);
