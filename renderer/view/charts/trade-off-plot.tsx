/** One panel of the trade-off: where everything stands is worked out as for reports (main/report/geometry/trade-off.ts). */
import plotStyles from './plot.module.css';
import styles from './trade-off-plot.module.css';
import { barPath, boundPath, plotSize } from '#report/geometry/trade-off.ts';
import type { Plot, PlotPoint } from '#report/geometry/trade-off.ts';

interface TradeOffPlotProps {
  readonly plot: Plot;
  readonly title: string;
  readonly axis: string;
  /** What a point says when pointed at, by its name. */
  readonly said: (name: string) => string;
}

export function TradeOffPlot({ plot, title, axis, said }: TradeOffPlotProps) {
  const { left, right, top, bottom, width, height } = plotSize;
  return (
    // What scrolls must be reached by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="region" aria-label={title} tabIndex={0}>
      <svg className={styles.plot} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}; ${axis}`}>
        <text className={styles.head} x="0" y={top - 16}>
          {title}
        </text>
        {plot.yTicks.map(({ at, label }) => (
          <g key={label}>
            <line className={plotStyles.grid} x1={left} x2={right} y1={at} y2={at} />
            <text x={left - 8} y={at + 4} textAnchor="end">
              {label}
            </text>
          </g>
        ))}
        {plot.xTicks.map(({ at, label }) => (
          <text key={label} x={at} y={bottom + 17} textAnchor="middle">
            {label}
          </text>
        ))}
        <text x={right} y={bottom + 36} textAnchor="end">
          {axis}
        </text>
        {plot.front.length > 1 && (
          <polyline className={styles.front} points={plot.front.map(({ x, y }) => `${x},${y}`).join(' ')} />
        )}
        {plot.points.map((point) => (
          <PointMark key={point.name} point={point} said={said(point.name)} />
        ))}
      </svg>
    </div>
  );
}

function PointMark({ point, said }: { readonly point: PlotPoint; readonly said: string }) {
  const { name, x, y, bar, isBound, label } = point;
  return (
    <g>
      <title>{said}</title>
      {label.led && <line className={styles.lead} x1={x} y1={y} x2={label.x} y2={label.y - 4} />}
      {bar !== null && <path className={styles.bar} d={barPath(x, bar)} />}
      {isBound ? (
        <path className={plotStyles.line} d={boundPath(x, y)} />
      ) : (
        <circle className={plotStyles.ink} cx={x} cy={y} r="3.6" />
      )}
      <text className={styles.name} x={label.x} y={label.y} textAnchor={label.anchor}>
        {name}
      </text>
    </g>
  );
}
