/** The arrivals, a lane for every detector, and beside each how good it was. */
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useWords } from '../../../app-context.tsx';
import { ArrivalsLane } from '../../../charts/replay/arrivals-lane.tsx';
import { deathOf, wholeOf } from '../../../charts/replay/marks.ts';
import { Button } from '../../../parts/button.tsx';
import { DetectorRow } from './detector-row.tsx';
import { StageTools } from './stage-tools.tsx';
import { useReplays } from './use-replays.ts';
import { useSpan } from './use-span.ts';
import { classNames } from '../../../parts/class-names.ts';
import fieldStyles from '../../../parts/field.module.css';
import styles from './stage.module.css';
import { problemText } from '../../experiments/problem-text.ts';
import { problemsOfDetector } from '#contract/experiment/detector-list.ts';
import type { Trace } from '#model/replay/trace.ts';
import { freshDetectors } from '#store/plan-draft.ts';
import { canBeReplayed, freshFor, without, withOneMore, withSettings } from '#store/playground.ts';
import type { PlaygroundEntry } from '#store/playground.ts';

interface StageProps {
  readonly trace: Trace;
  readonly entries: readonly PlaygroundEntry[];
  readonly isFitted: boolean;
  /** Null takes those that fit. */
  readonly onChange: (entries: readonly PlaygroundEntry[] | null) => void;
}

export function Stage({ trace, entries, isFitted, onChange }: StageProps) {
  const { playground, experiments, frame } = useWords();
  const text = JSON.stringify(entries);
  const checked = useMemo(
    () =>
      (JSON.parse(text) as readonly PlaygroundEntry[]).map((entry) => ({
        entry,
        problems: problemsOfDetector(entry.settings),
      })),
    [text],
  );
  const sound = useMemo(
    () => checked.filter(({ problems }) => problems.length === 0).map(({ entry }) => entry),
    [checked],
  );
  const outcomes = useReplays(trace, sound);
  const shown = entries.flatMap(({ id }) => {
    const outcome = outcomes.get(id);
    return outcome?.trace === trace ? [outcome] : [];
  });
  const whole = wholeOf(
    trace,
    shown.map(({ quality }) => quality),
  );
  const [view, wheel] = useSpan(whole);
  return (
    <section className={styles.stage} aria-label={playground.detectors} ref={wheel}>
      <StageTools trace={trace} view={view} outcomes={shown} death={deathOf(trace, whole)} />
      <div className={classNames(styles.row, styles.head)}>
        <h2>{playground.arrivals}</h2>
        <div className={styles.lane} data-lane="arrivals" onPointerDown={view.onPointer} onPointerMove={view.onPointer}>
          <ArrivalsLane trace={trace} span={view.span} />
        </div>
        <p className={classNames(fieldStyles.hint, styles.help)}>{playground.help}</p>
      </div>
      {checked.map(({ entry, problems }) => {
        const outcome = outcomes.get(entry.id);
        return (
          <DetectorRow
            key={entry.id}
            entry={entry}
            trace={trace}
            outcome={outcome?.trace === trace ? outcome : null}
            problem={
              problems
                .map(({ path, message }) => `${path}${frame.colon}${problemText(message, experiments.enter)}`)
                .join(' ') || null
            }
            view={view}
            onSet={(settings) =>
              onChange(settings === null ? without(entries, entry.id) : withSettings(entries, entry.id, settings))
            }
          />
        );
      })}
      {entries.length === 0 && <p className={styles.none}>{playground.none}</p>}
      <div className={styles.add}>
        <span className={fieldStyles.label}>{playground.add}</span>
        {Object.values(freshDetectors)
          .filter(canBeReplayed)
          .map((fresh) => (
            <Button
              key={fresh.kind}
              look="quiet"
              onClick={() => onChange(withOneMore(entries, freshFor(trace, fresh)))}
            >
              <Plus aria-hidden />
              {fresh.kind}
            </Button>
          ))}
        <span className={styles.fit}>
          {isFitted ? (
            <span className={fieldStyles.hint}>{playground.fitted}</span>
          ) : (
            <Button onClick={() => onChange(null)}>{playground.refit}</Button>
          )}
        </span>
      </div>
      <p className={fieldStyles.hint}>{playground.hidden}</p>
    </section>
  );
}
