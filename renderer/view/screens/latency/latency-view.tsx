/** One experiment's detection times: as a map, trial by trial, as a distribution, against what they cost. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useReportWords, useWords } from '../../app-context.tsx';
import { Distribution } from '../../charts/distribution.tsx';
import { HeatMap } from '../../charts/heat-map.tsx';
import { sameCell } from '../../charts/matrix-table.tsx';
import { StripPlot } from '../../charts/strip-plot.tsx';
import type { TimeScale } from '../../charts/strip-plot.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Segments } from '../../parts/segments.tsx';
import { Term } from '../../parts/term.tsx';
import { LatencyTabs } from './latency-tabs.tsx';
import { CellPanel } from '../experiments/cell-panel.tsx';
import { TradeOffs } from './trade-offs.tsx';
import type { ExperimentResult } from '#model/result/result.ts';
import type { CellView } from '#report/facts/cell.ts';
import type { Matrix } from '#report/facts/matrix.ts';
import { reportOf } from '#report/facts/model.ts';
import { duration } from '#report/text/numbers.ts';
import { isCableCut } from '#model/faults/index.ts';

interface LatencyViewProps {
  readonly result: ExperimentResult;
  readonly picker: ReactNode;
}

export function LatencyView({ result, picker }: LatencyViewProps) {
  const { latency } = useWords();
  const words = useReportWords();
  const report = useMemo(() => reportOf(result), [result]);
  const [chosen, setChosen] = useState<CellView | null>(null);
  const { agreement, headline } = report;
  const { deadlineMs } = result.plan;
  return (
    <div className="screen">
      <LatencyTabs />
      <ScreenHead title={latency.title} lead={headline === null ? words.noTrials : words.headline(headline)}>
        {picker}
      </ScreenHead>
      {result.host.simulated === true && (
        <p role="note">
          <strong>{words.simulated}</strong>
        </p>
      )}
      <p>
        {words.agreement.lead(agreement.agreeing, agreement.judged)} <Term name="detectionTime" />,{' '}
        <Term name="prediction" />, <Term name="censored" />, <Term name="falseAlarm" />
      </p>
      <Legend />
      <div className="run-body" data-panel={chosen === null ? undefined : ''}>
        <div className="run-matrices">
          {report.matrices.map((matrix) => (
            <HeatMap
              key={matrix.traffic}
              matrix={matrix}
              deadlineMs={deadlineMs}
              chosen={chosen}
              onChoose={(cell) => setChosen(chosen !== null && sameCell(cell, chosen) ? null : cell)}
            />
          ))}
        </div>
        {chosen !== null && (
          <div>
            <CellPanel id={result.id} cell={chosen} result={result} onClose={() => setChosen(null)} />
            <Shares cell={chosen} deadlineMs={deadlineMs} />
          </div>
        )}
      </div>
      <Strips matrices={report.matrices} deadlineMs={deadlineMs} onChoose={setChosen} />
      <TradeOffs report={report} />
    </div>
  );
}

function Legend() {
  const { latency } = useWords();
  return (
    <ul className="heat-legend">
      <li>
        <span className="heat-scale" aria-hidden />
        {latency.legend.time}
      </li>
      <li>
        <span className="heat-swatch heat-undetected" aria-hidden />
        {latency.mark.undetected}
        {latency.legend.undetected}
      </li>
      <li>
        <span className="heat-swatch heat-false-alarm" aria-hidden />
        {latency.mark['false-alarm']}
        {latency.legend.falseAlarm}
      </li>
      <li>
        {latency.mark.survived}
        {latency.legend.survived}
      </li>
      <li>
        <span className="trial-off">{'\u2717'}</span> {latency.legend.off}
      </li>
    </ul>
  );
}

/** Three trials have no percentiles: what is shown is what there is. */
function Shares({ cell, deadlineMs }: { readonly cell: CellView; readonly deadlineMs: number }) {
  const { latency } = useWords();
  const { p50Ms, minMs, maxMs, valid } = cell;
  return (
    <section className="panel cell-panel latency-shares" aria-label={latency.distribution}>
      <h3>{latency.distribution}</h3>
      <Distribution cell={cell} deadlineMs={deadlineMs} />
      <dl className="facts">
        <dt>{latency.n}</dt>
        <dd>{valid}</dd>
        <dt>{latency.median}</dt>
        <dd>{p50Ms === null ? '\u2013' : duration(p50Ms)}</dd>
        <dt>{latency.spread}</dt>
        <dd>{minMs === null || maxMs === null ? '\u2013' : `${duration(minMs)} \u2013 ${duration(maxMs)}`}</dd>
      </dl>
      {valid < 20 && <p className="field-hint">{latency.few(valid)}</p>}
    </section>
  );
}

interface StripsProps {
  readonly matrices: readonly Matrix[];
  readonly deadlineMs: number;
  readonly onChoose: (cell: CellView) => void;
}

function Strips({ matrices, deadlineMs, onChoose }: StripsProps) {
  const { latency } = useWords();
  const words = useReportWords();
  const faults = matrices[0]?.faults ?? [];
  const usual = faults.find(isCableCut) ?? faults[0];
  const [label, setLabel] = useState(usual?.label ?? '');
  const [scale, setScale] = useState<TimeScale>('linear');
  return (
    <section aria-labelledby="strips">
      <div className="screen-head">
        <h2 id="strips">{latency.strips}</h2>
        <div className="screen-actions">
          <select
            className="select"
            aria-label={words.columns.fault}
            value={label}
            onChange={({ target }) => setLabel(target.value)}
          >
            {faults.map((fault) => (
              <option key={fault.label}>{fault.label}</option>
            ))}
          </select>
          <Segments
            label={latency.scale}
            value={scale}
            options={[
              { value: 'linear', text: latency.linear },
              { value: 'log', text: latency.log },
            ]}
            onChange={setScale}
          />
        </div>
      </div>
      <div className="strips-pair">
        {matrices.map((matrix) => {
          const column = matrix.faults.findIndex((fault) => fault.label === label);
          const cells = matrix.rows.flatMap(({ cells: row }) => row[column] ?? []);
          return (
            <figure key={matrix.traffic}>
              <figcaption>{words.trafficTitle[matrix.traffic]}</figcaption>
              <StripPlot cells={cells} deadlineMs={deadlineMs} scale={scale} onChoose={onChoose} />
            </figure>
          );
        })}
      </div>
    </section>
  );
}
