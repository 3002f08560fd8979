/** Detection time as depth of one colour; what is no time has a mark of its own, never a colour alone. */
import { scaleLog } from 'd3-scale';
import { useReportWords, useWords } from '../app-context.tsx';
import { moveFocus, sameCell } from './matrix-table.tsx';
import { Sideways } from '../parts/sideways.tsx';
import styles from './heat-map.module.css';
import matrixStyles from './matrix-table.module.css';
import type { CellView } from '#report/facts/cell.ts';
import { cellPrediction, measuredText } from '#report/text/cell-text.ts';
import type { Matrix } from '#report/facts/matrix.ts';

interface HeatMapProps {
  readonly matrix: Matrix;
  readonly deadlineMs: number;
  readonly chosen: CellView | null;
  readonly onChoose: (cell: CellView) => void;
}

export function HeatMap({ matrix, deadlineMs, chosen, onChoose }: HeatMapProps) {
  const words = useReportWords();
  const { latency, experiments } = useWords();
  const depth = scaleLog().domain([1, deadlineMs]).range([6, 62]).clamp(true);
  return (
    <Sideways>
      <table className={matrixStyles.matrix}>
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
              <th scope="row">{row.label}</th>
              {row.cells.map((cell, column) => {
                if (cell === null) return <td key={matrix.faults[column]?.label ?? column}>{'\u2013'}</td>;
                const measured = measuredText(cell, words, deadlineMs);
                const isOff = cell.judgement === 'disagrees';
                const hasTime = cell.state === 'detected' && cell.p50Ms !== null;
                const share = hasTime ? depth(Math.max(1, cell.p50Ms ?? 1)) : 0;
                return (
                  <td key={matrix.faults[column]?.label ?? column} className={matrixStyles.place}>
                    <button
                      type="button"
                      className={styles.cell}
                      data-state={cell.state}
                      style={hasTime ? { background: `color-mix(in oklab, var(--heat) ${share}%, var(--paper))` } : {}}
                      aria-pressed={chosen !== null && sameCell(cell, chosen)}
                      aria-label={experiments.cellName({
                        detector: cell.detector.label,
                        fault: cell.fault.label,
                        measured,
                        predicted: cellPrediction(cell, words),
                        isOff,
                      })}
                      onClick={() => onChoose(cell)}
                      onKeyDown={moveFocus}
                    >
                      {latency.mark[cell.state]}
                      {measured}
                      {isOff && <span className="off"> {'\u2717'}</span>}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}
