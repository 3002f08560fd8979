/** What a detector costs while all is well, against how soon it notices: nothing is both cheap and quick for free. */
import { scaleLinear, scaleSymlog } from 'd3-scale';
import { useWords } from '../app-context.tsx';
import { paretoFront, spreadLabels } from './statistics.ts';
import { amount, duration } from '#report/numbers.ts';

export interface CostPoint {
  readonly label: string;
  readonly cost: number;
  readonly timeMs: number;
  /** It raised a false alarm somewhere in this experiment. */
  readonly isAlarming: boolean;
}

const size = { width: 640, height: 300, left: 56, bottom: 40, right: 232, top: 12 } as const;

export function CostPlot({ points }: { readonly points: readonly CostPoint[] }) {
  const { latency } = useWords();
  if (points.length === 0) return <p className="mute">{latency.noCost}</p>;
  const x = scaleSymlog()
    .constant(10)
    .domain([0, Math.max(...points.map(({ cost }) => cost)) * 1.2 + 1])
    .range([size.left, size.width - size.right]);
  const y = scaleLinear()
    .domain([0, Math.max(...points.map(({ timeMs }) => timeMs)) * 1.1])
    .range([size.height - size.bottom, size.top]);
  const front = paretoFront(points);
  const labels = spreadLabels(
    points.map(({ timeMs }) => y(timeMs)),
    14,
  );
  return (
    <svg
      className="cost"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={latency.costSaid(points.length)}
    >
      {y.ticks(5).map((ms) => (
        <g key={ms}>
          <line className="strip-grid" x1={size.left} x2={size.width - size.right} y1={y(ms)} y2={y(ms)} />
          <text className="distribution-text" x={size.left - 6} y={y(ms) + 4} textAnchor="end">
            {duration(ms)}
          </text>
        </g>
      ))}
      {[0, 10, 100, 1000]
        .filter((bytes) => x(bytes) <= size.width - size.right)
        .map((bytes) => (
          <text
            key={bytes}
            className="distribution-text"
            x={x(bytes)}
            y={size.height - size.bottom + 16}
            textAnchor="middle"
          >
            {bytes}
          </text>
        ))}
      <text
        className="distribution-text"
        x={(size.left + size.width - size.right) / 2}
        y={size.height - 6}
        textAnchor="middle"
      >
        {latency.costAxis}
      </text>
      <polyline className="cost-front" points={front.map(({ cost, timeMs }) => `${x(cost)},${y(timeMs)}`).join(' ')} />
      {points.map((point, index) => (
        <g key={point.label}>
          <line
            className="cost-lead"
            x1={x(point.cost)}
            y1={y(point.timeMs)}
            x2={size.width - size.right + 8}
            y2={labels[index]}
          />
          <circle
            className={point.isAlarming ? 'strip-open' : 'strip-dot'}
            cx={x(point.cost)}
            cy={y(point.timeMs)}
            r="4"
          />
          <text className="cost-label" x={size.width - size.right + 12} y={(labels[index] ?? 0) + 4}>
            {point.label}, {amount(point.cost)} B/s
          </text>
        </g>
      ))}
    </svg>
  );
}
