/** A cell of the matrix as one small line: the predicted band beneath, a stroke for every trial. */
import { Mark } from '../mark.tsx';
import plotStyles from '../plot.module.css';
import styles from './spark.module.css';
import type { CellView } from '#report/facts/cell.ts';
import { sparkOf, sparkSize } from '#report/geometry/spark.ts';

interface SparkProps {
  readonly cell: CellView;
  readonly deadlineMs: number;
}

const { height, middle, strokeFrom, strokeTo } = sparkSize;

export function Spark({ cell, deadlineMs }: SparkProps) {
  const { base, band, strokes, end } = sparkOf(cell, deadlineMs);
  return (
    <svg className={styles.spark} style={{ height }} aria-hidden="true">
      <line className={plotStyles.grid} x1={`${base.from}%`} x2={`${base.to}%`} y1={middle} y2={middle} />
      {band !== null && (
        <rect className={plotStyles.band} x={`${band.x}%`} width={`${band.width}%`} y="0" height={height} />
      )}
      {strokes.map(({ trial, x, isOff }) => (
        <line
          key={trial.result.repeat}
          className={styles.stroke}
          data-off={isOff ? '' : undefined}
          x1={`${x}%`}
          x2={`${x}%`}
          y1={strokeFrom}
          y2={strokeTo}
        />
      ))}
      {end !== null && <Mark shape={end.shape} x={end.x} y={middle} />}
    </svg>
  );
}
