/** What runs through all lanes: hairlines at round times, and the end of the peer or of the trace. */
import { ticksOf } from '../timeline/span.ts';
import type { Span } from '../timeline/span.ts';
import { percentOf } from './marks.ts';
import plotStyles from '../plot.module.css';
import styles from './replay.module.css';
import type { Trace } from '#model/replay/trace.ts';

export function Rulings({ trace, span }: { readonly trace: Trace; readonly span: Span }) {
  const end = percentOf(span, trace.diedAtMs ?? trace.arrivalsMs.at(-1) ?? 0);
  return (
    <g>
      {ticksOf(span, 6).map((ms) => (
        <line
          key={ms}
          className={plotStyles.grid}
          x1={`${percentOf(span, ms)}%`}
          x2={`${percentOf(span, ms)}%`}
          y1="0"
          y2="100%"
        />
      ))}
      {end >= 0 && end <= 100 && (
        <line
          className={trace.diedAtMs === null ? styles.end : styles.death}
          x1={`${end}%`}
          x2={`${end}%`}
          y1="0"
          y2="100%"
        />
      )}
    </g>
  );
}
