/** A cell of the matrix as one small line: the predicted band beneath, a stroke for every trial (as in the reports). */
import { scaleLog } from 'd3-scale';
import plotStyles from '../plot.module.css';
import styles from './spark.module.css';
import type { CellView, TrialView } from '#report/facts/cell.ts';

/** Right of the deadline. */
const beyond = { from: 92, to: 100, middle: 96 } as const;

/** Logarithmic from 1 ms to the deadline: at once and after seconds on one line. */
export function sparkScale(deadlineMs: number): (ms: number) => number {
  const scale = scaleLog()
    .domain([1, Math.max(2, deadlineMs)])
    .range([2, 90])
    .clamp(true);
  return (ms) => scale(Math.max(1, ms));
}

interface SparkProps {
  readonly cell: CellView;
  readonly deadlineMs: number;
}

export function Spark({ cell, deadlineMs }: SparkProps) {
  const at = sparkScale(deadlineMs);
  const silent = cell.trials.find(({ outcome }) => outcome === 'undetected' || outcome === 'survived');
  return (
    <svg className={styles.spark} aria-hidden="true">
      <line className={plotStyles.grid} x1="2%" x2="90%" y1="6" y2="6" />
      <Band cell={cell} at={at} deadlineMs={deadlineMs} />
      {cell.trials.map((trial) => trial.timeMs !== null && <Stroke key={trial.result.repeat} trial={trial} at={at} />)}
      {silent !== undefined && <End trial={silent} />}
    </svg>
  );
}

function Band({ cell: { prediction }, at, deadlineMs }: SparkProps & { readonly at: (ms: number) => number }) {
  if (prediction.kind === 'unpredicted') return null;
  const isLate = prediction.kind === 'never' || prediction.fromMs > deadlineMs;
  const from = isLate ? beyond.from : at(prediction.fromMs);
  const to = isLate || prediction.toMs > deadlineMs ? beyond.to : at(prediction.toMs);
  return <rect className={plotStyles.band} x={`${from}%`} width={`${Math.max(2, to - from)}%`} y="0" height="12" />;
}

function Stroke({ trial, at }: { readonly trial: TrialView; readonly at: (ms: number) => number }) {
  const x = `${at(trial.timeMs ?? 0)}%`;
  const off = trial.judgement === 'disagrees' ? '' : undefined;
  return <line className={styles.stroke} data-off={off} x1={x} x2={x} y1="2" y2="10" />;
}

function End({ trial }: { readonly trial: TrialView }) {
  if (trial.outcome === 'survived') return <circle className={styles.line} cx={`${beyond.middle}%`} cy="6" r="2.2" />;
  return (
    <svg x={`${beyond.middle}%`} y="6" overflow="visible">
      <path className={styles.line} d="M-2-3 2 0-2 3" />
    </svg>
  );
}
