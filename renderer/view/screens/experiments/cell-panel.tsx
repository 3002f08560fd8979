/** One cell in full: each trial beside its own prediction, and the rule behind it. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { useReportWords, useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { Modal } from '../../parts/modal.tsx';
import { TrialEvents } from './trial-events.tsx';
import { classNames } from '../../parts/class-names.ts';
import { Facts } from '../../parts/facts.tsx';
import fieldStyles from '../../parts/field.module.css';
import panelStyles from '../../parts/panel.module.css';
import termStyles from '../../parts/term.module.css';
import styles from './cell-panel.module.css';
import { isTransient } from '#model/faults/index.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import type { CellView, TrialView } from '#report/facts/cell.ts';
import { cellPrediction, faultText, trialMeasured, trialPredicted, trialVerdict } from '#report/text/cell-text.ts';
import type { Words as ReportWords } from '#report/words/en.ts';

interface CellPanelProps {
  readonly id: string;
  readonly cell: CellView;
  readonly result: ExperimentResult;
  readonly onClose: () => void;
}

export function CellPanel({ id, cell, result, onClose }: CellPanelProps) {
  const { experiments, frame } = useWords();
  const words = useReportWords();
  const [shown, setShown] = useState<number | null>(null);
  const first = firstTrialOf(cell, result);
  const { rule } = cell.prediction;
  const { formula, source } = words.reasoning(cell.prediction);
  return (
    <div className={classNames(panelStyles.panel, styles.panel)}>
      <div className={styles.head}>
        <h2>{experiments.chosenCell(cell.detector.label, faultText(cell.fault, words))}</h2>
        <Button look="quiet" size="icon" aria-label={frame.close} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <p>{words.matrixCaption(cell.traffic)}</p>
      <Facts>
        <dt>{experiments.predicted}</dt>
        <dd>{cellPrediction(cell, words)}</dd>
        <dt>{experiments.rule}</dt>
        <dd>
          {words.rule[rule] ?? rule}
          <div className={fieldStyles.hint}>{formula}</div>
          <div className={fieldStyles.hint}>{source}</div>
        </dd>
      </Facts>
      {cell.trials.length === 0 ? (
        <p className="mute">{experiments.noTrials}</p>
      ) : (
        <Trials cell={cell} deadlineMs={result.plan.deadlineMs} onShow={setShown} />
      )}
      <Modal
        isOpen={shown !== null}
        onClose={() => setShown(null)}
        title={experiments.eventsOf((shown ?? 0) + 1)}
        isWide
      >
        {shown !== null && first !== null && <TrialEvents run={id} trial={first + shown} />}
      </Modal>
    </div>
  );
}

interface TrialsProps {
  readonly cell: CellView;
  readonly deadlineMs: number;
  readonly onShow: (repeat: number) => void;
}

function Trials({ cell, deadlineMs, onShow }: TrialsProps) {
  const { experiments } = useWords();
  const words = useReportWords();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{experiments.trial}</th>
          <th scope="col">{experiments.measured}</th>
          <th scope="col">{experiments.predicted}</th>
          <th scope="col">{experiments.verdict}</th>
        </tr>
      </thead>
      <tbody>
        {cell.trials.map((trial) => (
          <tr key={trial.result.repeat} className={trial.judgement === 'disagrees' ? 'off' : undefined}>
            <th scope="row">
              <button
                type="button"
                className={termStyles.term}
                aria-label={experiments.eventsOf(trial.result.repeat + 1)}
                onClick={() => onShow(trial.result.repeat)}
              >
                {trial.result.repeat + 1}
              </button>
            </th>
            <td>{trialMeasured(trial, words, deadlineMs)}</td>
            <td>{trialPredicted(trial, isTransient(cell.fault), words)}</td>
            <td>{invalidText(trial, words) ?? trialVerdict(trial, words)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const invalidText = ({ result }: TrialView, words: ReportWords): string | null =>
  result.invalidReason === null ? null : words.reason(result.invalidReason);

/** Trials are numbered in the order of their cells (main/model/plan/trials.ts). */
function firstTrialOf(cell: CellView, { cells, plan }: ExperimentResult): number | null {
  const index = cells.findIndex(
    ({ detector, fault, traffic }) =>
      traffic === cell.traffic &&
      JSON.stringify(detector) === JSON.stringify(cell.detector) &&
      JSON.stringify(fault) === JSON.stringify(cell.fault),
  );
  return index === -1 ? null : index * plan.repeats;
}
