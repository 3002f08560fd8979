/** Detection time as depth of one colour; what is no time has a mark of its own, never a colour alone. */
import { scaleLog } from 'd3-scale';
import { useReportWords, useWords } from '../app-context.tsx';
import { moveFocus, sameCell } from './matrix-table.tsx';
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
    <div className="matrix-scroll">
      <table className="matrix heat">
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
                  <td key={matrix.faults[column]?.label ?? column} className="matrix-place">
                    <button
                      type="button"
                      className={`heat-cell heat-${cell.state}`}
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
                      {isOff && <span className="trial-off"> {'\u2717'}</span>}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
