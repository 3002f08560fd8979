/** Time, the heartbeats, and the death. */
import { useMemo } from 'react';
import { useWords } from '../../app-context.tsx';
import { ticksOf } from '../timeline/span.ts';
import type { Span } from '../timeline/span.ts';
import { percentOf, ticksPath, wide } from './marks.ts';
import { Rulings } from './rulings.tsx';
import plotStyles from '../plot.module.css';
import styles from './replay.module.css';
import type { Trace } from '#model/replay/trace.ts';

export function ArrivalsLane({ trace, span }: { readonly trace: Trace; readonly span: Span }) {
  const { playground } = useWords();
  const ticks = useMemo(() => ticksPath(trace.arrivalsMs, span, [0, 20]), [trace, span]);
  const endMs = trace.diedAtMs ?? trace.arrivalsMs.at(-1) ?? 0;
  const end = percentOf(span, endMs);
  return (
    <svg className={styles.lane} role="img" aria-label={playground.heartbeats(trace.arrivalsMs.length)}>
      <Rulings trace={trace} span={span} />
      {ticksOf(span, 6)
        .filter((ms) => percentOf(span, ms) < 95)
        .map((ms) => (
          <text key={ms} className={plotStyles.text} x={`${percentOf(span, ms)}%`} dx="4" y="11">
            {axisTime(ms)}
          </text>
        ))}
      <svg y="22" width="100%" height="20" viewBox={`0 0 ${wide} 20`} preserveAspectRatio="none">
        <path className={styles.tick} d={ticks} vectorEffect="non-scaling-stroke" />
      </svg>
      {end >= 0 && end <= 100 && (
        <text
          className={styles.deathText}
          x={`${end}%`}
          dx={end > 50 ? -5 : 5}
          y="56"
          textAnchor={end > 50 ? 'end' : 'start'}
        >
          {trace.diedAtMs === null ? playground.end : playground.death}
        </text>
      )}
    </svg>
  );
}

const axisTime = (ms: number): string => `${Number((ms / 1000).toFixed(4))}\u00a0s`;
