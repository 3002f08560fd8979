/** One detector: its settings, what it would have said, and how good that was. */
import { X } from 'lucide-react';
import { useWords } from '../../../app-context.tsx';
import { DetectorLane } from '../../../charts/replay/detector-lane.tsx';
import { Button } from '../../../parts/button.tsx';
import { EntrySettings } from '../../experiments/entry-editor.tsx';
import type { SpanView } from './use-span.ts';
import { classNames } from '../../../parts/class-names.ts';
import fieldStyles from '../../../parts/field.module.css';
import styles from './detector-row.module.css';
import stageStyles from './stage.module.css';
import type { Trace } from '#model/replay/trace.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import { qualityText } from '#report/facts/quality.ts';
import type { QualityText } from '#report/facts/quality.ts';
import type { PlaygroundEntry } from '#store/playground.ts';
import { influential } from '#store/playground.ts';
import { isCurrent } from '#store/replays.ts';
import type { Outcome } from '#store/replays.ts';

interface DetectorRowProps {
  readonly entry: PlaygroundEntry;
  readonly trace: Trace;
  /** Of this trace; perhaps of settings before these. */
  readonly outcome: Outcome | null;
  readonly problem: string | null;
  readonly view: SpanView;
  /** Null takes it away. */
  readonly onSet: (settings: DetectorSettings | null) => void;
}

export function DetectorRow({ entry: { settings }, trace, outcome, problem, view, onSet }: DetectorRowProps) {
  const { playground } = useWords();
  const { kind } = settings;
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
          <EntrySettings
            entry={influential(settings)}
            onChange={(next) => onSet({ ...settings, ...next } as DetectorSettings)}
          />
        </div>
        {problem !== null && <p className={classNames(fieldStyles.error, styles.problem)}>{problem}</p>}
      </div>
      <div className={stageStyles.lane} data-lane={kind} onPointerDown={view.onPointer} onPointerMove={view.onPointer}>
        <DetectorLane trace={trace} outcome={problem === null ? outcome : null} kind={kind} span={view.span} />
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
