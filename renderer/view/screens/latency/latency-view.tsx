/** One experiment's detection times: as a map, trial by trial, as a distribution, against what they cost. */
import { useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useReportWords, useWords } from '../../app-context.tsx';
import { Distribution } from '../../charts/distribution.tsx';
import { HeatCell } from '../../charts/matrix/heat-cell.tsx';
import { MatrixTable, sameCell } from '../../charts/matrix/matrix-table.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Term } from '../../parts/term.tsx';
import { LatencyTabs } from './latency-tabs.tsx';
import { CellPanel } from '../experiments/cell-panel.tsx';
import { Strips } from './strips.tsx';
import { TradeOffs } from './trade-offs.tsx';
import { HeatLegend } from '../../charts/matrix/heat-legend.tsx';
import { Beside } from '../../parts/beside.tsx';
import { classNames } from '../../parts/class-names.ts';
import { Facts } from '../../parts/facts.tsx';
import fieldStyles from '../../parts/field.module.css';
import panelStyles from '../../parts/panel.module.css';
import { Screen } from '../../parts/screen.tsx';
import styles from './latency-view.module.css';
import type { ExperimentResult } from '#model/result/result.ts';
import type { CellView } from '#report/facts/cell.ts';
import { reportOf } from '#report/facts/model.ts';
import { faultText } from '#report/text/cell-text.ts';
import { duration } from '#report/text/numbers.ts';

interface LatencyViewProps {
  readonly result: ExperimentResult;
  readonly picker: ReactNode;
}

export function LatencyView({ result, picker }: LatencyViewProps) {
  const { experiments, latency, frame } = useWords();
  const words = useReportWords();
  const report = useMemo(() => reportOf(result), [result]);
  const [chosen, setChosen] = useState<CellView | null>(null);
  const { agreement, headline } = report;
  const { deadlineMs } = result.plan;
  const close = useCallback(() => setChosen(null), []);
  const details = chosen && {
    name: experiments.chosenCell(chosen.detector.label, faultText(chosen.fault, words)),
    panel: (
      <>
        <CellPanel id={result.id} cell={chosen} result={result} onClose={close} />
        <Shares cell={chosen} deadlineMs={deadlineMs} />
      </>
    ),
    onClose: close,
  };
  return (
    <Screen>
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
        {words.agreement.lead(agreement.agreeing, agreement.judged)} <Term name="detectionTime" />
        {frame.listSeparator}
        <Term name="prediction" />
        {frame.listSeparator}
        <Term name="censored" />
        {frame.listSeparator}
        <Term name="falseAlarm" />
      </p>
      <HeatLegend />
      <Beside details={details}>
        {report.matrices.map((matrix) => (
          <MatrixTable
            key={matrix.traffic}
            matrix={matrix}
            deadlineMs={deadlineMs}
            awaited={null}
            chosen={chosen}
            Cell={HeatCell}
            onChoose={(cell) => setChosen(chosen !== null && sameCell(cell, chosen) ? null : cell)}
          />
        ))}
      </Beside>
      <Strips matrices={report.matrices} deadlineMs={deadlineMs} onChoose={setChosen} />
      <TradeOffs report={report} />
    </Screen>
  );
}

/** Three trials have no percentiles: what is shown is what there is. */
function Shares({ cell, deadlineMs }: { readonly cell: CellView; readonly deadlineMs: number }) {
  const { latency } = useWords();
  const { p50Ms, minMs, maxMs, valid } = cell;
  return (
    <section className={classNames(panelStyles.panel, styles.shares)} aria-label={latency.distribution}>
      <h3>{latency.distribution}</h3>
      <Distribution cell={cell} deadlineMs={deadlineMs} />
      <Facts>
        <dt>{latency.n}</dt>
        <dd>{valid}</dd>
        <dt>{latency.median}</dt>
        <dd>{p50Ms === null ? '\u2013' : duration(p50Ms)}</dd>
        <dt>{latency.spread}</dt>
        <dd>{minMs === null || maxMs === null ? '\u2013' : `${duration(minMs)} \u2013 ${duration(maxMs)}`}</dd>
      </Facts>
      {valid < 20 && <p className={fieldStyles.hint}>{latency.few(valid)}</p>}
    </section>
  );
}
