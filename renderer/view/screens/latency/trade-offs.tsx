/** What quick detection costs: good connections under the fault that is chosen, and bytes. */
import { useMemo, useState } from 'react';
import { useReportWords, useWords } from '../../app-context.tsx';
import { TradeOffPlot } from '../../charts/trade-off-plot.tsx';
import { Term } from '../../parts/term.tsx';
import { classNames } from '../../parts/class-names.ts';
import fieldStyles from '../../parts/field.module.css';
import headStyles from '../../parts/head.module.css';
import { Sideways } from '../../parts/sideways/sideways.tsx';
import styles from './trade-offs.module.css';
import { isTransient } from '#model/faults/index.ts';
import { kernelOf } from '#model/result/summarize.ts';
import type { CellView } from '#report/facts/cell.ts';
import { faultText } from '#report/text/cell-text.ts';
import {
  accuracyText,
  expectedText,
  killedText,
  lastedText,
  rateWithin,
  recurrenceText,
  strainText,
  within,
} from '#report/text/mistake-text.ts';
import type { ReportModel } from '#report/facts/model.ts';
import { amount, duration } from '#report/text/numbers.ts';
import { reasonsOf } from '#report/facts/reasons.ts';
import { costPlot, mistakesPlot } from '#report/geometry/trade-off.ts';
import { tellingFault, tradeOffMatrix, tradeOffOf } from '#report/facts/trade-off.ts';
import type { TradeOff } from '#report/facts/trade-off.ts';
import type { Matrix } from '#report/facts/matrix.ts';

export function TradeOffs({ report }: { readonly report: ReportModel }) {
  const words = useReportWords();
  const matrix = tradeOffMatrix(report.matrices);
  if (matrix === null) return null;
  return (
    <section aria-labelledby="trade-off">
      {report.mistakes !== null && <Reasons report={report} />}
      <Chosen matrix={matrix} report={report} title={words.mistakes.tradeOff} />
    </section>
  );
}

/** Of RFC 1122, with what was measured of each. */
function Reasons({ report }: { readonly report: ReportModel }) {
  const words = useReportWords();
  const { mistakes, strain } = report;
  const reasons = useMemo(() => (mistakes === null ? [] : reasonsOf(mistakes, words)), [mistakes, words]);
  return (
    <>
      <h2>{words.sections.mistakes}</h2>
      <p className={headStyles.lead}>{words.mistakes.lead}</p>
      <ol className={styles.reasons}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ol>
      {strain !== null && (
        <p className={strain.exceeded ? styles.strained : 'mute'} role={strain.exceeded ? 'note' : undefined}>
          {strainText(strain, words)}
        </p>
      )}
    </>
  );
}

interface ChosenProps {
  readonly matrix: Matrix;
  readonly report: ReportModel;
  readonly title: string;
}

function Chosen({ matrix, report, title }: ChosenProps) {
  const { latency } = useWords();
  const words = useReportWords();
  const Heading = report.mistakes === null ? 'h2' : 'h3';
  const { deadlineMs } = report.result.plan;
  const passing = matrix.faults.filter((fault) => isTransient(fault));
  const [label, setLabel] = useState(() => tellingFault(matrix)?.label ?? '');
  const fault = passing.find((each) => each.label === label) ?? null;
  const tradeOff = tradeOffOf(matrix, fault, { kernel: kernelOf(report.result.host), deadlineMs });
  const name = fault === null ? null : faultText(fault, words);
  const column = matrix.faults.findIndex((each) => each.label === label);
  const cells = fault === null ? [] : matrix.rows.flatMap((row) => row.cells[column] ?? []);
  return (
    <>
      <div className={styles.choice}>
        <Heading id="trade-off">
          <Term name="probeCost">{title}</Term>
        </Heading>
        {passing.length > 0 && (
          <select
            className={fieldStyles.select}
            aria-label={latency.passingFault}
            value={label}
            onChange={({ target }) => setLabel(target.value)}
          >
            {passing.map((each) => (
              <option key={each.label} value={each.label}>
                {faultText(each, words)}
              </option>
            ))}
          </select>
        )}
      </div>
      <Panels tradeOff={tradeOff} fault={name} deadlineMs={deadlineMs} />
      {cells.length > 0 && <MistakesTable cells={cells} caption={latency.mistakesUnder(name ?? '')} />}
    </>
  );
}

interface PanelsProps {
  readonly tradeOff: TradeOff;
  readonly fault: string | null;
  readonly deadlineMs: number;
}

function Panels({ tradeOff, fault, deadlineMs }: PanelsProps) {
  const { latency } = useWords();
  const words = useReportWords();
  const say = words.mistakes;
  const rates = fault === null ? null : mistakesPlot(tradeOff);
  const costs = costPlot(tradeOff);
  if (rates === null && costs === null) return <p className="mute">{latency.noCost}</p>;
  const axis = say.axis[tradeOff.time](tradeOff.lasting);
  const said = (value: (point: TradeOff['points'][number]) => string) => (name: string) => {
    const point = tradeOff.points.find((each) => each.label === name);
    return point === undefined ? name : say.point(name, duration(point.timeMs), value(point));
  };
  return (
    <>
      <div className={styles.panels}>
        {rates !== null && (
          <TradeOffPlot
            plot={rates}
            title={say.panels.mistakes(fault ?? '')}
            axis={axis}
            said={said(({ rate }) => rateWithin(rate, words))}
          />
        )}
        {costs !== null && (
          <TradeOffPlot
            plot={costs}
            title={say.panels.cost}
            axis={axis}
            said={said(({ bytesPerSecond }) => words.cost(amount(bytesPerSecond ?? 0)))}
          />
        )}
      </div>
      <p className={classNames('mute', styles.note)}>
        {[
          ...(rates === null ? [] : [say.plotNote]),
          ...(costs === null || costs.front.length < 2 ? [] : [say.frontNote]),
          ...(tradeOff.left.length === 0 ? [] : [say.notDrawn(words.list(tradeOff.left), deadlineMs)]),
        ].join(words.sentenceGap)}
      </p>
    </>
  );
}

function MistakesTable({ cells, caption }: { readonly cells: readonly CellView[]; readonly caption: string }) {
  const words = useReportWords();
  const { columns } = words.mistakes;
  return (
    <Sideways label={caption}>
      <table className={styles.mistakes}>
        <caption>
          <span>{caption}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col" data-stays>
              {words.columns.detector}
            </th>
            <th scope="col">{columns.killed}</th>
            <th scope="col">{columns.rate}</th>
            <th scope="col">{columns.recurrence}</th>
            <th scope="col">{columns.duration}</th>
            <th scope="col">{columns.accuracy}</th>
          </tr>
        </thead>
        <tbody>
          {cells.map((cell, index) => (
            // Rows never change places; the same detector may stand twice.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <th scope="row">{cell.detector.label}</th>
              <td>
                {killedText(cell, words)} <span className="mute">{within(cell.quality.killed)}</span>
                {expectedText(cell, words) !== null && <div className="mute">{expectedText(cell, words)}</div>}
              </td>
              <td>{rateWithin(cell.quality.underFault, words)}</td>
              <td>{recurrenceText(cell.quality.underFault, words)}</td>
              <td>{lastedText(cell, words)}</td>
              <td>{accuracyText(cell, words)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classNames('mute', styles.note)}>{words.mistakes.detailsKey}</p>
    </Sideways>
  );
}
