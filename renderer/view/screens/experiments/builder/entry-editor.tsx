/** A list of detectors or faults, each with its settings. */
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useReportWords, useWords } from '../../../app-context.tsx';
import { Button } from '../../../parts/button.tsx';
import { Hint } from '../../../parts/hint.tsx';
import { EntrySettings } from './entry-settings.tsx';
import { problemsText } from './plan-problems.ts';
import type { EntryProblem } from './plan-problems.ts';
import { classNames } from '../../../parts/class-names.ts';
import fieldStyles from '../../../parts/field.module.css';
import panelStyles from '../../../parts/panel.module.css';
import styles from './entry-editor.module.css';
import type { Settings, Variants } from '#model/settings/setting.ts';

interface Entry {
  readonly kind: string;
}

/** What of a record the editor reads. */
export interface EntryPart<E extends Entry> {
  readonly kind: E['kind'];
  readonly settings: Settings | Variants;
  /** As it is added: what people would try first. */
  readonly example: E;
}

interface EntryEditorProps<E extends Entry> {
  readonly entries: readonly E[];
  /** Every kind that can be added. */
  readonly parts: readonly EntryPart<E>[];
  /** What an entry is, in a few words. */
  readonly glossOf: (entry: E) => string;
  readonly problemsAt: (at: number) => readonly EntryProblem[];
  readonly onSet: (at: number, entry: E | null) => void;
  /** What else can be done with an entry. */
  readonly renderActions?: (entry: E) => ReactNode;
}

export function EntryEditor<E extends Entry>(props: EntryEditorProps<E>) {
  const { entries, parts, glossOf, problemsAt, onSet, renderActions } = props;
  const { experiments } = useWords();
  const nameOf = (kind: string): string => experiments.kinds[kind] ?? kind;
  return (
    <>
      <ul className={styles.list}>
        {entries.map((entry, at) => (
          // Entries may be equal, and keep their places while they are edited.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${entry.kind} ${at}`} className={classNames(panelStyles.panel, styles.item)}>
            <span className={styles.kind}>{nameOf(entry.kind)}</span>
            <EntrySettings
              part={parts.find(({ kind }) => kind === entry.kind)}
              entry={entry}
              problems={problemsAt(at)}
              onChange={(next) => onSet(at, next)}
            />
            <span className={styles.end}>
              {renderActions?.(entry)}
              <Button
                look="quiet"
                size="icon"
                aria-label={experiments.remove(nameOf(entry.kind))}
                onClick={() => onSet(at, null)}
              >
                <X aria-hidden />
              </Button>
            </span>
            <Problems problems={problemsAt(at)} />
          </li>
        ))}
      </ul>
      <div className={styles.add}>
        <span className={fieldStyles.label}>{experiments.add}</span>
        {parts.map(({ kind, example }) => (
          <Hint key={kind} text={glossOf(example)}>
            <Button look="quiet" onClick={() => onSet(entries.length, example)}>
              <Plus aria-hidden />
              {nameOf(kind)}
            </Button>
          </Hint>
        ))}
      </div>
    </>
  );
}

function Problems({ problems }: { readonly problems: readonly EntryProblem[] }) {
  const { experiments } = useWords();
  const { kinds } = useReportWords();
  if (problems.length === 0) return null;
  return <span className={fieldStyles.error}>{problemsText(problems, kinds, experiments)}</span>;
}
