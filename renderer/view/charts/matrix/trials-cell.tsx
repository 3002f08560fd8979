/** A cell as it is read: what was measured, every trial as a stroke over the prediction, and the prediction. */
import { useReportWords, useWords } from '../../app-context.tsx';
import { CellButton } from './cell-button.tsx';
import type { MatrixCellProps } from './cell-button.tsx';
import { Sign } from './sign.tsx';
import { Spark } from './spark.tsx';
import styles from './trials-cell.module.css';
import { cellPrediction, measuredText } from '#report/text/cell-text.ts';

export function TrialsCell(props: MatrixCellProps) {
  const { cell, deadlineMs } = props;
  const { experiments } = useWords();
  const words = useReportWords();
  return (
    <CellButton {...props} className={styles.trials}>
      <b>
        {cell.state === 'false-alarm' && <Sign mark={'\u25b2 '} says={`${words.outcome['false-alarm']} `} />}
        {cell.state === 'empty' ? (
          <Sign mark={'\u00a0'} says={experiments.notYet} />
        ) : (
          measuredText(cell, words, deadlineMs)
        )}
        {cell.judgement === 'disagrees' && <Sign mark={' \u2717'} />}
      </b>
      <Spark cell={cell} deadlineMs={deadlineMs} />
      <span className="hidden">{experiments.cellPredicted}</span>
      <small>{cellPrediction(cell, words)}</small>
    </CellButton>
  );
}
