/** From the fault to the verdict, beside where the verdict was predicted. */
import { useMemo } from 'react';
import { useReportWords, useWords } from '../../../app-context.tsx';
import { Badge } from '../../../parts/badge.tsx';
import { useTick } from '../../../use-tick.ts';
import { predictionText, seconds } from '../session-texts.ts';
import { useTicking } from '../ticking.ts';
import plotStyles from '../../../charts/plot.module.css';
import styles from './stopwatch.module.css';
import { faultLabel } from '#model/faults/index.ts';
import type { SessionRow, Struck } from '#model/live/live.ts';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { verdictText } from '#report/text/cell-text.ts';
import { exact } from '#report/text/numbers.ts';
import { detectionMsOf, isAsPredicted, predictionInForce } from '#model/live/fault-outcome.ts';

export function Stopwatch({ row, struck }: { readonly row: SessionRow; readonly struck: Struck }) {
  const { sessions: say, frame } = useWords();
  const words = useReportWords();
  const ms = detectionMsOf(row);
  const inside = isAsPredicted(row);
  const prediction = predictionInForce(row);
  const rule = prediction === null ? '' : (words.rule[prediction.rule] ?? prediction.rule);
  return (
    <section aria-label={say.stopwatch} aria-live="polite">
      <dl className={styles.figures}>
        <div>
          <dt>{ms === null ? say.sinceFault(faultLabel(struck.fault)) : say.measured}</dt>
          <dd className={styles.time}>{ms === null ? <Running struck={struck} /> : exact(ms)}</dd>
        </div>
        <div>
          <dt>{say.predicted}</dt>
          <dd>{predictionText(prediction, say)}</dd>
        </div>
        <div>
          <dt>{say.columns.verdict}</dt>
          <dd>
            {row.verdict === null ? say.running : verdictText(row.verdict, words)}{' '}
            {inside !== null && <Badge tone={inside ? 'good' : 'bad'}>{inside ? say.inside : say.outside}</Badge>}
          </dd>
        </div>
      </dl>
      <Band row={row} struck={struck} />
      <p className="mute">
        {rule}
        {prediction !== null && <span>{frame.inBrackets(words.reasoning(prediction).source)}</span>}
      </p>
    </section>
  );
}

function Running({ struck }: { readonly struck: Struck }) {
  const say = useMemo(() => (now: Ns) => seconds(msBetween(struck.began.from, now)), [struck]);
  return <span ref={useTicking<HTMLSpanElement>(say)} />;
}

/** A line of time with the predicted band, and a needle that moves until the verdict. */
function Band({ row, struck }: { readonly row: SessionRow; readonly struck: Struck }) {
  const ms = detectionMsOf(row);
  const now = useTick(ms === null ? 20 : 1);
  const elapsedMs = ms ?? msBetween(struck.began.from, now);
  const prediction = predictionInForce(row);
  const interval = prediction?.kind === 'interval' && prediction.toMs < 3_600_000 ? prediction : null;
  const wholeMs = Math.max(elapsedMs * 1.15, (interval?.toMs ?? 0) * 1.3, 1000);
  const at = (time: number): string => `${(Math.min(time, wholeMs) / wholeMs) * 100}%`;
  return (
    <svg className={styles.line} aria-hidden="true">
      <line x1="0" x2="100%" y1="14" y2="14" className={plotStyles.grid} />
      {interval !== null && (
        <rect
          className={plotStyles.band}
          x={at(interval.fromMs)}
          width={`${Math.max(0.4, ((interval.toMs - interval.fromMs) / wholeMs) * 100)}%`}
          y="4"
          height="20"
        />
      )}
      <line
        className={styles.needle}
        data-off={isAsPredicted(row) === false ? '' : undefined}
        x1={at(elapsedMs)}
        x2={at(elapsedMs)}
        y1="0"
        y2="28"
      />
    </svg>
  );
}
