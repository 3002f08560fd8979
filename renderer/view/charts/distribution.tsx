/** The share of trials that had noticed by each instant, over the predicted band. */
import { scaleLinear } from 'd3-scale';
import { useWords } from '../app-context.tsx';
import { ecdf } from './statistics.ts';
import styles from './distribution.module.css';
import plotStyles from './plot.module.css';
import type { CellView } from '#report/facts/cell.ts';
import { duration } from '#report/text/numbers.ts';

export function Distribution({ cell, deadlineMs }: { readonly cell: CellView; readonly deadlineMs: number }) {
  const { latency } = useWords();
  const times = cell.trials.flatMap(({ timeMs }) => timeMs ?? []);
  if (times.length === 0) return <p className="mute">{latency.noTimes}</p>;
  const interval = cell.prediction.kind === 'interval' ? cell.prediction : null;
  const most = Math.min(deadlineMs, Math.max(...times, Math.min(interval?.toMs ?? 0, deadlineMs)) * 1.1);
  const x = scaleLinear().domain([0, most]).range([0, 300]);
  const y = scaleLinear().domain([0, 1]).range([110, 8]);
  const steps = ecdf(times, cell.valid);
  const path = steps.map(({ value, share }) => `H${x(value)}V${y(share)}`).join('');
  return (
    <svg
      className={styles.distribution}
      viewBox="0 0 320 130"
      role="img"
      aria-label={latency.distributionSaid(times.length, cell.valid)}
    >
      {interval !== null && interval.fromMs < most && (
        <rect
          className={plotStyles.band}
          x={x(interval.fromMs)}
          width={x(Math.min(interval.toMs, most)) - x(interval.fromMs)}
          y="8"
          height="102"
        />
      )}
      <line className={plotStyles.grid} x1="0" x2="300" y1="110" y2="110" />
      <line className={plotStyles.grid} x1="0" x2="300" y1="8" y2="8" />
      <path className={styles.line} d={`M0 110${path}H300`} />
      {x.ticks(4).map((ms) => (
        <text key={ms} className={plotStyles.text} x={x(ms)} y="124" textAnchor={ms === 0 ? 'start' : 'middle'}>
          {duration(ms)}
        </text>
      ))}
      <text className={plotStyles.text} x="304" y="12">
        100%
      </text>
      <text className={plotStyles.text} x="304" y="113">
        0
      </text>
    </svg>
  );
}
