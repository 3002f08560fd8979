/** Detection time as depth of one colour; what is no time has a mark of its own, never a colour alone. */
import { scaleLog } from 'd3-scale';
import { useReportWords, useWords } from '../../app-context.tsx';
import { CellButton } from './cell-button.tsx';
import type { MatrixCellProps } from './cell-button.tsx';
import { Sign } from './sign.tsx';
import styles from './heat-cell.module.css';
import type { CellView } from '#report/facts/cell.ts';
import { cellPrediction, measuredText } from '#report/text/cell-text.ts';

export function HeatCell(props: MatrixCellProps) {
  const { cell, deadlineMs } = props;
  const words = useReportWords();
  const { experiments, latency } = useWords();
  const depth = depthOf(cell, deadlineMs);
  const style = depth === null ? {} : { background: `color-mix(in oklab, var(--heat) ${depth}%, var(--paper))` };
  return (
    <CellButton {...props} className={styles.heat} style={style}>
      <Sign
        mark={latency.mark[cell.state]}
        {...(cell.state === 'false-alarm' && { says: `${words.outcome['false-alarm']} ` })}
      />
      {measuredText(cell, words, deadlineMs)}
      {cell.judgement === 'disagrees' && (
        <span className="off" aria-hidden>
          {' '}
          {'\u2717'}
        </span>
      )}
      <span className="hidden">
        {experiments.cellPredicted}
        {cellPrediction(cell, words)}
      </span>
    </CellButton>
  );
}

/** Percent of the colour, logarithmic from 1 ms to the deadline; null for what is no time. */
function depthOf({ state, p50Ms }: CellView, deadlineMs: number): number | null {
  if (state !== 'detected' || p50Ms === null) return null;
  return scaleLog().domain([1, deadlineMs]).range([6, 62]).clamp(true)(Math.max(1, p50Ms));
}
