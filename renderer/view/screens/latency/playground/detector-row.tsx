/** One detector: its settings, what it would have said, and how good that was. */
import { X } from 'lucide-react';
import { useReportWords, useWords } from '../../../app-context.tsx';
import { DetectorLane } from '../../../charts/replay/detector-lane.tsx';
import { Button } from '../../../parts/button.tsx';
import { EntrySettings } from '../../experiments/builder/entry-settings.tsx';
import { problemsText } from '../../experiments/builder/plan-problems.ts';
import { problemText } from '../../experiments/builder/problem-text.ts';
import type { SpanView } from './use-span.ts';
import { classNames } from '../../../parts/class-names.ts';
import fieldStyles from '../../../parts/field.module.css';
import styles from './detector-row.module.css';
import stageStyles from './stage.module.css';
import type { SettingProblem } from '#contract/experiment/detector-list.ts';
import { detectorPart } from '#model/detectors/index.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { Trace } from '#model/replay/trace.ts';
import { qualityText } from '#report/facts/quality.ts';
import type { QualityText } from '#report/facts/quality.ts';
import type { PlaygroundEntry } from '#store/playground.ts';
import { ignoredBy } from '#store/playground.ts';
import { isCurrent } from '#store/replays.ts';
import type { Outcome } from '#store/replays.ts';

interface DetectorRowProps {
  readonly entry: PlaygroundEntry;
  readonly trace: Trace;
  /** Of this trace; perhaps of settings before these. */
  readonly outcome: Outcome | null;
  readonly problems: readonly SettingProblem[];
  readonly view: SpanView;
  /** Null takes it away. */
  readonly onSet: (settings: DetectorSettings | null) => void;
}

export function DetectorRow({ entry: { settings }, trace, outcome, problems, view, onSet }: DetectorRowProps) {
  const { playground, experiments } = useWords();
  const { kinds } = useReportWords();
  const { kind } = settings;
  const part = detectorPart(kind);
  const hasSuspicion = part.machine(part.example).suspicion !== undefined;
  const wrong = problems.map(({ path, message }) => ({
    setting: path,
    message: problemText(message, experiments.enter),
  }));
  const problem = problemsText(wrong, kinds, experiments) || null;
  const isStale = outcome === null || !isCurrent(outcome, trace, settings);
  return (
    <section className={stageStyles.row} aria-label={kind} aria-busy={isStale && problem === null}>
      <div className={styles.settings}>
        <div className={styles.kind}>
          <h3>{kind}</h3>
          <Button look="quiet" size="icon" aria-label={playground.remove(kind)} onClick={() => onSet(null)}>
            <X aria-hidden />
          </Button>
        </div>
        <div className={styles.fields}>
          <EntrySettings part={part} entry={settings} hidden={ignoredBy(settings)} problems={wrong} onChange={onSet} />
        </div>
        {problem !== null && <p className={classNames(fieldStyles.error, styles.problem)}>{problem}</p>}
      </div>
      <div
        className={stageStyles.lane}
        data-lane={kind}
        data-suspicion={hasSuspicion ? '' : undefined}
        onPointerDown={view.onPointer}
        onPointerMove={view.onPointer}
      >
        <DetectorLane
          trace={trace}
          outcome={problem === null ? outcome : null}
          kind={kind}
          hasSuspicion={hasSuspicion}
          span={view.span}
        />
      </div>
      <Figures outcome={problem === null ? outcome : null} />
    </section>
  );
}

const none = '\u2013';
const unknown: QualityText = {
  detection: none,
  mistakes: none,
  perHour: none,
  perHour95: '',
  recurrence: none,
  length: none,
  accuracy: none,
  accuracy95: '',
};

function Figures({ outcome }: { readonly outcome: Outcome | null }) {
  const { playground } = useWords();
  const text = outcome === null ? unknown : qualityText(outcome.quality);
  const figures = [
    { name: playground.detection, value: text.detection, within: '' },
    { name: playground.mistakes, value: text.mistakes, within: '' },
    { name: playground.perHour, value: text.perHour, within: text.perHour95 },
    { name: playground.recurrence, value: text.recurrence, within: '' },
    { name: playground.length, value: text.length, within: '' },
    { name: playground.accuracy, value: text.accuracy, within: text.accuracy95 },
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(({ name, value, within }) => (
        <div key={name} className={styles.figure}>
          <dt>{name}</dt>
          <dd>
            {value} <span className={styles.within}>{within}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
