/** A list of detectors or faults, each with its settings. */
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { NumberField } from './number-field.tsx';
import { classNames } from '../../parts/class-names.ts';
import fieldStyles from '../../parts/field.module.css';
import panelStyles from '../../parts/panel.module.css';
import styles from './entry-editor.module.css';

interface Entry {
  readonly kind: string;
}

interface EntryEditorProps<E extends Entry> {
  readonly entries: readonly E[];
  /** Each kind as it is added. */
  readonly fresh: Readonly<Record<E['kind'], E>>;
  readonly problemAt: (at: number) => string | null;
  readonly onSet: (at: number, entry: E | null) => void;
  /** What else can be done with an entry. */
  readonly renderActions?: (entry: E) => ReactNode;
}

export function EntryEditor<E extends Entry>({ entries, fresh, problemAt, onSet, renderActions }: EntryEditorProps<E>) {
  const { experiments } = useWords();
  const nameOf = (kind: string): string => experiments.kinds[kind] ?? kind;
  const kinds = Object.keys(fresh) as E['kind'][];
  return (
    <>
      <ul className={styles.list}>
        {entries.map((entry, at) => (
          // Entries may be equal, and keep their places while they are edited.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${entry.kind} ${at}`} className={classNames(panelStyles.panel, styles.item)}>
            <span className={styles.kind}>{nameOf(entry.kind)}</span>
            <EntrySettings entry={entry} onChange={(next) => onSet(at, next)} />
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
            {problemAt(at) !== null && <span className={fieldStyles.error}>{problemAt(at)}</span>}
          </li>
        ))}
      </ul>
      <div className={styles.add}>
        <span className={fieldStyles.label}>{experiments.add}</span>
        {kinds.map((kind) => (
          <Button key={kind} look="quiet" onClick={() => onSet(entries.length, fresh[kind])}>
            <Plus aria-hidden />
            {nameOf(kind)}
          </Button>
        ))}
      </div>
    </>
  );
}

/** What can be chosen among; every other setting is a number. */
const choices: Readonly<Record<string, readonly string[]>> = {
  direction: ['both', 'to-peer', 'from-peer'],
  from: ['client', 'server', 'both'],
  frame: ['classic', 'compact'],
  rule: ['unacked', 'state'],
  activity: ['fresh', 'received', 'traffic'],
  countsAs: ['alive', 'dead'],
  role: ['before', 'after'],
};

interface EntrySettingsProps<E extends Entry> {
  readonly entry: E;
  readonly onChange: (entry: E) => void;
}

/** A field for each setting of a detector or fault. */
export function EntrySettings<E extends Entry>({ entry, onChange }: EntrySettingsProps<E>) {
  const { experiments } = useWords();
  const settings = Object.entries(entry).filter(([name]) => name !== 'kind') as [string, string | number][];
  return settings.map(([name, value]) => {
    const label = experiments.settings[name] ?? name;
    const set = (next: string | number): void => onChange({ ...entry, [name]: next });
    if (typeof value === 'number')
      return (
        <NumberField
          key={name}
          label={label}
          value={value}
          onChange={set}
          {...(name.endsWith('Ms') ? { unit: 'ms' } : {})}
        />
      );
    return (
      <label key={name} className={fieldStyles.field}>
        <span className={fieldStyles.label}>{label}</span>
        <select className={fieldStyles.select} value={value} onChange={({ target }) => set(target.value)}>
          {(choices[name] ?? [value]).map((choice) => (
            <option key={choice} value={choice}>
              {experiments.values[name]?.[choice] ?? choice}
            </option>
          ))}
        </select>
      </label>
    );
  });
}
