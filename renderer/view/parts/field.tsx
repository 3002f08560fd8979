import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './field.module.css';

interface FieldProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with it now, said while typing. */
  readonly error?: string | null;
  readonly hint?: ReactNode;
  readonly unit?: string;
  readonly placeholder?: string;
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'search';
  readonly isReadOnly?: boolean;
}

/** One line of text with its label, its unit, and its error beneath. */
export function Field({
  label,
  value,
  onChange,
  error = null,
  hint,
  unit,
  placeholder,
  inputMode,
  isReadOnly,
}: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.box} data-invalid={error === null ? undefined : ''}>
        <input
          id={id}
          className={styles.input}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error !== null}
          aria-describedby={error === null && hint === undefined ? undefined : `${id}-note`}
          placeholder={placeholder}
          inputMode={inputMode}
          readOnly={isReadOnly}
          spellCheck={false}
          autoComplete="off"
        />
        {unit !== undefined && <span className={styles.unit}>{unit}</span>}
      </div>
      {(error !== null || hint !== undefined) && (
        <span id={`${id}-note`} className={error === null ? styles.hint : styles.error}>
          {error ?? hint}
        </span>
      )}
    </div>
  );
}
