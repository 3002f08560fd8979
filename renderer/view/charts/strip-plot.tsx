/** Every trial of one fault on one line of time, each over the interval that was predicted for that very trial. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { useReportWords, useWords } from '../app-context.tsx';
import { Hint } from '../parts/hint.tsx';
import hintStyles from '../parts/hint.module.css';
import termStyles from '../parts/term.module.css';
import plotStyles from './plot.module.css';
import styles from './strip-plot.module.css';
import { isTransient } from '#model/result/judge.ts';
import type { CellView, TrialView } from '#report/facts/cell.ts';
import { trialMeasured, trialPredicted } from '#report/text/cell-text.ts';
import { duration } from '#report/text/numbers.ts';

export type TimeScale = 'linear' | 'log';

interface StripPlotProps {
  readonly cells: readonly CellView[];
  readonly deadlineMs: number;
  readonly scale: TimeScale;
  readonly onChoose: (cell: CellView) => void;
}

/** Percent of the width: what lies beyond the deadline has a place of its own. */
const edge = 94;
const beyond = 97;

export function StripPlot({ cells, deadlineMs, scale, onChoose }: StripPlotProps) {
  const { latency } = useWords();
  const longest = Math.min(
    deadlineMs,
    Math.max(100, ...cells.flatMap(({ trials }) => trials.map(({ timeMs }) => (timeMs ?? 0) * 1.15))),
  );
  const axis = (scale === 'log' ? scaleLog().domain([1, longest]) : scaleLinear().domain([0, longest]))
    .range([0, edge])
    .clamp(true);
  const at = (ms: number): number => axis(scale === 'log' ? Math.max(1, ms) : ms);
  const ticks = scale === 'log' ? [1, 10, 100, 1000, 10_000].filter((ms) => ms <= longest) : axis.ticks(6);
  return (
    <table className={styles.strips}>
      <caption className="hidden">{latency.strips}</caption>
      <colgroup>
        <col className={styles.label} />
        <col />
      </colgroup>
      <tbody>
        {cells.map((cell, index) => (
          // Rows never change places; the same detector may stand twice.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index}>
            <th scope="row">
              <button type="button" className={termStyles.term} onClick={() => onChoose(cell)}>
                {cell.detector.label}
              </button>
            </th>
            <td>
              <svg className={styles.strip} role="img" aria-label={`${cell.detector.label}: ${cell.trials.length}`}>
                {ticks.map((ms) => (
                  <line key={ms} className={plotStyles.grid} x1={`${at(ms)}%`} x2={`${at(ms)}%`} y1="0" y2="100%" />
                ))}
                {cell.trials.map((trial, row) => (
                  <Trial
                    key={trial.result.repeat}
                    {...{ cell, trial, at, deadlineMs }}
                    y={8 + (cell.trials.length === 1 ? 8 : (row / (cell.trials.length - 1)) * 16)}
                  />
                ))}
              </svg>
            </td>
          </tr>
        ))}
        <tr aria-hidden="true">
          <th scope="row">{'\u00a0'}</th>
          <td>
            <svg className={styles.axis}>
              {ticks
                .filter((ms) => at(ms) < 86)
                .map((ms) => (
                  <text key={ms} x={`${at(ms)}%`} y="12">
                    {duration(ms)}
                  </text>
                ))}
              <text x={`${beyond}%`} y="12" textAnchor="middle">
                {latency.none}
              </text>
            </svg>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

interface TrialProps {
  readonly cell: CellView;
  readonly trial: TrialView;
  readonly at: (ms: number) => number;
  readonly deadlineMs: number;
  readonly y: number;
}

function Trial({ cell, trial, at, deadlineMs, y }: TrialProps) {
  const words = useReportWords();
  const { latency } = useWords();
  const { predicted } = trial;
  const off = trial.judgement === 'disagrees';
  const rule = words.rule[predicted.rule as keyof typeof words.rule] ?? predicted.rule;
  const measured = trialMeasured(trial, words, deadlineMs);
  const expected = trialPredicted(trial, isTransient(cell.fault), words);
  return (
    <Hint
      text={
        <>
          {latency.trialSaid(measured, expected)} {rule}
          <span className={hintStyles.source}>{predicted.source}</span>
        </>
      }
    >
      <g tabIndex={-1}>
        {predicted.kind === 'interval' && predicted.fromMs < deadlineMs && (
          <line
            className={styles.span}
            x1={`${at(predicted.fromMs)}%`}
            x2={`${Math.max(at(predicted.fromMs) + 0.25, at(Math.min(predicted.toMs, deadlineMs)))}%`}
            y1={y}
            y2={y}
          />
        )}
        <rect
          x={`${trial.timeMs === null ? beyond - 2 : at(trial.timeMs) - 1}%`}
          width="3%"
          y={y - 5}
          height="10"
          opacity="0"
        />
        {trial.timeMs === null ? (
          <circle className={styles.open} cx={`${beyond}%`} cy={y} r="3" />
        ) : (
          <circle
            className={plotStyles.dot}
            data-off={off ? '' : undefined}
            cx={`${at(trial.timeMs)}%`}
            cy={y}
            r="3.2"
          />
        )}
      </g>
    </Hint>
  );
}
