/** Every trial of the chosen fault, the traffics side by side on one axis. */
import { useState } from 'react';
import { useReportWords, useWords } from '../../app-context.tsx';
import { StripLegend } from '../../charts/strip-legend.tsx';
import { StripPlot } from '../../charts/strip-plot.tsx';
import { Segments } from '../../parts/segments.tsx';
import fieldStyles from '../../parts/field.module.css';
import headStyles from '../../parts/head.module.css';
import styles from './strips.module.css';
import { isCableCut } from '#model/faults/index.ts';
import type { CellView } from '#report/facts/cell.ts';
import type { Matrix } from '#report/facts/matrix.ts';
import { axisFor } from '#report/geometry/axis.ts';
import type { AxisKind } from '#report/geometry/axis.ts';
import { faultText } from '#report/text/cell-text.ts';

interface StripsProps {
  readonly matrices: readonly Matrix[];
  readonly deadlineMs: number;
  readonly onChoose: (cell: CellView) => void;
}

export function Strips({ matrices, deadlineMs, onChoose }: StripsProps) {
  const { latency } = useWords();
  const words = useReportWords();
  const faults = matrices[0]?.faults ?? [];
  const usual = faults.find(isCableCut) ?? faults[0];
  const [label, setLabel] = useState(usual?.label ?? '');
  const [wanted, setWanted] = useState<AxisKind | null>(null);
  const fault = faults.find((each) => each.label === label);
  if (fault === undefined) return null;
  const rows = matrices.map((matrix) => ({ matrix, cells: columnOf(matrix, label) }));
  const cells = rows.flatMap((row) => row.cells);
  const axis = axisFor(fault, cells, deadlineMs, wanted ?? undefined);
  return (
    <section aria-labelledby="strips">
      <div className={headStyles.head}>
        <h2 id="strips">{latency.strips}</h2>
        <div className={headStyles.actions}>
          <select
            className={fieldStyles.select}
            aria-label={words.columns.fault}
            value={label}
            onChange={({ target }) => setLabel(target.value)}
          >
            {faults.map((each) => (
              <option key={each.label} value={each.label}>
                {faultText(each, words)}
              </option>
            ))}
          </select>
          <Segments
            label={latency.scale}
            value={axis.kind}
            options={[
              { value: 'linear', text: latency.linear },
              { value: 'log', text: latency.log },
            ]}
            onChange={setWanted}
          />
        </div>
      </div>
      <div className={styles.legend}>
        <StripLegend cells={cells} deadlineMs={deadlineMs} />
      </div>
      <div className={styles.pair}>
        {rows.map(({ matrix, cells: shown }) => (
          <figure key={matrix.traffic}>
            <figcaption>{words.trafficTitle[matrix.traffic]}</figcaption>
            <StripPlot cells={shown} axis={axis} deadlineMs={deadlineMs} onChoose={onChoose} />
          </figure>
        ))}
      </div>
    </section>
  );
}

function columnOf({ faults, rows }: Matrix, label: string): readonly CellView[] {
  const column = faults.findIndex((fault) => fault.label === label);
  return rows.flatMap(({ cells }) => cells[column] ?? []);
}
