/** Every trial of one fault on one line of time, over what was predicted: placed as in reports, each mark to be asked. */
import type { ReactElement } from 'react';
import { useReportWords, useWords } from '../app-context.tsx';
import { Hint } from '../parts/hint.tsx';
import { Mark } from './mark.tsx';
import hintStyles from '../parts/hint.module.css';
import termStyles from '../parts/term.module.css';
import plotStyles from './plot.module.css';
import styles from './strip-plot.module.css';
import { isTransient } from '#model/faults/index.ts';
import type { CellView, TrialView } from '#report/facts/cell.ts';
import { gutter } from '#report/geometry/axis.ts';
import type { Axis } from '#report/geometry/axis.ts';
import { shapes } from '#report/geometry/marks.ts';
import { gridOf, stripOf } from '#report/geometry/strip.ts';
import type { Bar, PlacedMark, Tally } from '#report/geometry/strip.ts';
import { beyond, cellPrediction, measuredText, trialMeasured, trialPredicted } from '#report/text/cell-text.ts';

interface StripPlotProps {
  readonly cells: readonly CellView[];
  readonly axis: Axis;
  readonly deadlineMs: number;
  readonly onChoose: (cell: CellView) => void;
}

export function StripPlot({ cells, axis, deadlineMs, onChoose }: StripPlotProps) {
  const { latency } = useWords();
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
              <Strip cell={cell} axis={axis} deadlineMs={deadlineMs} />
            </td>
          </tr>
        ))}
        <Ticks axis={axis} isPassing={cells.some(({ fault }) => isTransient(fault))} deadlineMs={deadlineMs} />
      </tbody>
    </table>
  );
}

interface TicksProps {
  readonly axis: Axis;
  /** The fault ends of itself: no verdict is right. */
  readonly isPassing: boolean;
  readonly deadlineMs: number;
}

function Ticks({ axis, isPassing, deadlineMs }: TicksProps) {
  const { plot } = useReportWords();
  return (
    <tr aria-hidden="true">
      <th scope="row">{'\u00a0'}</th>
      <td>
        <svg className={styles.axis}>
          {axis.ticks.map(({ percent, label }) => (
            <text key={percent} x={`${percent}%`} y="12" textAnchor="middle">
              {label}
            </text>
          ))}
          {axis.gutter && (
            <text x={`${gutter.middle}%`} y="12" textAnchor="middle">
              {isPassing ? plot.noVerdict : beyond(deadlineMs)}
            </text>
          )}
        </svg>
      </td>
    </tr>
  );
}

interface StripProps {
  readonly cell: CellView;
  readonly axis: Axis;
  readonly deadlineMs: number;
}

function Strip({ cell, axis, deadlineMs }: StripProps) {
  const words = useReportWords();
  const { bands, spans, marks, tallies } = stripOf(cell, axis);
  const said = words.plot.row(cell.detector.label, measuredText(cell, words, deadlineMs), cellPrediction(cell, words));
  return (
    <svg className={styles.strip} role="img" aria-label={said}>
      {gridOf(axis).map(({ x, isEnd }) => (
        <line
          key={`${x} ${isEnd}`}
          className={isEnd ? plotStyles.ends : plotStyles.grid}
          x1={`${x}%`}
          x2={`${x}%`}
          y1="0"
          y2="100%"
        />
      ))}
      <svg y="50%" overflow="visible">
        <Bars bars={bands} className={plotStyles.band} />
        <Bars bars={spans} className={plotStyles.span} />
        {marks.map(({ trial, ...place }) => (
          <TrialHint key={trial.result.repeat} cell={cell} trial={trial} deadlineMs={deadlineMs}>
            <Placed place={place} />
          </TrialHint>
        ))}
        {tallies.map((tally) => (
          <TrialHint key={String(tally.isOff)} cell={cell} trial={tally.first} deadlineMs={deadlineMs}>
            <Tallied tally={tally} />
          </TrialHint>
        ))}
      </svg>
    </svg>
  );
}

function Bars({ bars, className }: { readonly bars: readonly Bar[]; readonly className: string | undefined }) {
  return bars.map(({ x, width, y, height }) => (
    <rect key={`${x} ${y}`} className={className} x={`${x}%`} width={`${width}%`} y={y} height={height} />
  ));
}

/** A mark, and room around it to point at. */
function Placed({ place: { mark, x, y, isOff }, ...rest }: { readonly place: PlacedMark }) {
  return (
    <g tabIndex={-1} {...rest}>
      <rect x={`${x - 1}%`} width="2%" y={y - 5} height="10" opacity="0" />
      <Mark shape={shapes[mark]} x={x} y={y} />
      {isOff && <Mark shape={shapes.halo} x={x} y={y} />}
    </g>
  );
}

function Tallied({ tally: { label, count, ...place }, ...rest }: { readonly tally: Tally }) {
  return (
    <g tabIndex={-1} {...rest}>
      <Placed place={place} />
      {label !== null && (
        <text className={styles.tally} x={`${label.x}%`} y={label.y} textAnchor={label.anchor}>
          {count}
        </text>
      )}
    </g>
  );
}

interface TrialHintProps {
  readonly cell: CellView;
  readonly trial: TrialView;
  readonly deadlineMs: number;
  readonly children: ReactElement;
}

/** What was measured and predicted, by which rule, and where that is written. */
function TrialHint({ cell, trial, deadlineMs, children }: TrialHintProps) {
  const words = useReportWords();
  const { latency } = useWords();
  const { predicted } = trial;
  const rule = words.rule[predicted.rule] ?? predicted.rule;
  const measured = trialMeasured(trial, words, deadlineMs);
  const expected = trialPredicted(trial, isTransient(cell.fault), words);
  return (
    <Hint
      text={
        <>
          {latency.trialSaid(measured, expected)} {rule}
          <span className={hintStyles.source}>{words.reasoning(predicted).source}</span>
        </>
      }
    >
      {children}
    </Hint>
  );
}
