/** A cell as it is read: what was measured, every trial as a stroke over the prediction, and the prediction. */
import { useReportWords } from '../../app-context.tsx';
import { CellButton } from './cell-button.tsx';
import type { MatrixCellProps } from './cell-button.tsx';
import { Spark } from './spark.tsx';
import styles from './trials-cell.module.css';
import { cellPrediction, measuredText } from '#report/text/cell-text.ts';

export function TrialsCell(props: MatrixCellProps) {
  const { cell, deadlineMs } = props;
  const words = useReportWords();
  return (
    <CellButton {...props} className={styles.trials}>
      <b>
        {cell.state === 'false-alarm' && '\u25b2 '}
        {cell.state === 'empty' ? '\u00a0' : measuredText(cell, words, deadlineMs)}
        {cell.judgement === 'disagrees' && ' \u2717'}
      </b>
      <Spark cell={cell} deadlineMs={deadlineMs} />
      <small>{cellPrediction(cell, words)}</small>
    </CellButton>
  );
}
