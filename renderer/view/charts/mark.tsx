/** One mark of the plots: the same shapes as in reports. */
import plotStyles from './plot.module.css';
import type { Shape } from '#report/geometry/marks.ts';

interface MarkProps {
  readonly shape: Shape;
  /** Percent of the width. */
  readonly x: number;
  readonly y: number;
}

const looks = { ink: plotStyles.ink, line: plotStyles.line, pen: plotStyles.pen };

export function Mark({ shape, x, y }: MarkProps) {
  const look = looks[shape.stroke];
  if ('radius' in shape) return <circle className={look} cx={`${x}%`} cy={y} r={shape.radius} />;
  return (
    <svg x={`${x}%`} y={y} overflow="visible">
      <path className={look} d={shape.path} />
    </svg>
  );
}
