/** When a detector suspected the peer, over the heartbeats; where there is a suspicion, also how it rose and fell. */
import { useMemo } from 'react';
import { useWords } from '../../app-context.tsx';
import type { Span } from '../timeline/span.ts';
import { bandsOf, percentOf, phiPath, thresholdShare, ticksPath, wide } from './marks.ts';
import { Rulings } from './rulings.tsx';
import { classNames } from '../../parts/class-names.ts';
import styles from './replay.module.css';
import { detectorOf } from '#model/detectors/index.ts';
import type { Trace } from '#model/replay/trace.ts';
import { qualityText } from '#report/facts/quality.ts';
import type { Outcome } from '#store/replays.ts';

interface DetectorLaneProps {
  readonly trace: Trace;
  readonly outcome: Outcome | null;
  readonly kind: string;
  /** Whether there is a curve to be drawn beneath. */
  readonly hasSuspicion: boolean;
  readonly span: Span;
}

/** Suspicions over heartbeats: in the middle of a lane, or above phi. */
const bandsHeight = 33;
const bandsTop = 30;

export function DetectorLane({ trace, outcome, kind, hasSuspicion, span }: DetectorLaneProps) {
  const { playground } = useWords();
  const ticks = useMemo(() => ticksPath(trace.arrivalsMs, span, [0, 7]), [trace, span]);
  const said = outcome === null ? null : qualityText(outcome.quality);
  return (
    <svg
      className={styles.lane}
      role="img"
      aria-label={said === null ? kind : playground.laneSaid(kind, said.mistakes, said.detection)}
    >
      <Rulings trace={trace} span={span} />
      <svg y={hasSuspicion ? bandsTop : '50%'} overflow="visible">
        <svg y={-bandsHeight / 2} width="100%" height={bandsHeight}>
          <svg y="26" width="100%" height="7" viewBox={`0 0 ${wide} 7`} preserveAspectRatio="none">
            <path className={classNames(styles.tick, styles.faint)} d={ticks} vectorEffect="non-scaling-stroke" />
          </svg>
          {outcome !== null && <Suspicions outcome={outcome} span={span} />}
        </svg>
      </svg>
      {outcome !== null && <Phi outcome={outcome} span={span} />}
    </svg>
  );
}

function Suspicions({ outcome, span }: { readonly outcome: Outcome; readonly span: Span }) {
  const { replayed, quality } = outcome;
  const { watchedMs, detectionMs } = quality;
  const bands = useMemo(() => bandsOf(replayed.suspicions, span, watchedMs), [replayed, span, watchedMs]);
  const warnings = useMemo(() => bandsOf(replayed.warnings, span, Infinity), [replayed, span]);
  const [from, to] = [percentOf(span, watchedMs), percentOf(span, watchedMs + (detectionMs ?? 0))];
  const [left, right] = [Math.max(0, from), Math.min(100, to)];
  return (
    <>
      {right > left && (
        <rect className={styles.unnoticed} x={`${left}%`} width={`${right - left}%`} y="0" height="20" />
      )}
      {warnings.map((band) => (
        <rect
          key={band.from}
          className={styles.warning}
          x={`${band.from}%`}
          width={`${band.to - band.from}%`}
          y="15"
          height="5"
        />
      ))}
      {bands.map((band) => (
        <rect
          key={`${band.from} ${band.isMistake}`}
          className={band.isMistake ? styles.mistake : styles.right}
          x={`${band.from}%`}
          width={`${band.to - band.from}%`}
          y="0"
          height="20"
        />
      ))}
    </>
  );
}

/** As fine as a wide screen shows it. */
const points = 700;
const height = 100;
const top = 54;
const line = height * (1 - thresholdShare);

function Phi({ outcome: { replayed, settings }, span }: { readonly outcome: Outcome; readonly span: Span }) {
  const threshold = useMemo(() => detectorOf(settings).suspicion?.threshold ?? 1, [settings]);
  const path = useMemo(
    () => phiPath(replayed.phi?.sampled(span, points) ?? [], span, { threshold, height }),
    [replayed, span, threshold],
  );
  if (replayed.phi === null) return null;
  return (
    <>
      <svg y={top} width="100%" height={line} viewBox={`0 0 ${wide} ${line}`} preserveAspectRatio="none">
        <path className={classNames(styles.phi, styles.above)} d={path} vectorEffect="non-scaling-stroke" />
      </svg>
      <svg
        y={top + line}
        width="100%"
        height={height - line}
        viewBox={`0 ${line} ${wide} ${height - line}`}
        preserveAspectRatio="none"
      >
        <path className={styles.phi} d={path} vectorEffect="non-scaling-stroke" />
      </svg>
      <line className={styles.threshold} x1="0" x2="100%" y1={top + line} y2={top + line} />
      <text className={styles.thresholdText} x="2" y={top + line - 4}>
        {'\u03c6'} {threshold}
      </text>
    </>
  );
}
