import { useId } from 'react';
import type { ReactNode, WheelEvent } from 'react';
import { Hint } from './hint.tsx';
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
  /** A sentence on hover and focus; read out with the field. */
  readonly explains?: string;
  /** What is wrong is said elsewhere. */
  readonly isWrong?: boolean;
  /** Makes it a field of numbers. */
  readonly span?: { readonly min: number; readonly max: number; readonly step: number | null };
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
  explains,
  isWrong = false,
  span,
}: FieldProps) {
  const id = useId();
  const isInvalid = error !== null || isWrong;
  const notes = [
    ...(error === null && hint === undefined ? [] : [`${id}-note`]),
    ...(explains === undefined ? [] : [`${id}-said`]),
  ];
  const field = (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.box} data-invalid={isInvalid ? '' : undefined}>
        <input
          id={id}
          className={styles.input}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={isInvalid}
          aria-describedby={notes.length === 0 ? undefined : notes.join(' ')}
          placeholder={placeholder}
          inputMode={inputMode}
          {...(span === undefined ? {} : { ...numberInput, min: span.min, max: span.max, step: span.step ?? 'any' })}
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
      {explains !== undefined && (
        <span id={`${id}-said`} className="hidden" aria-hidden>
          {explains}
        </span>
      )}
    </div>
  );
  return explains === undefined ? field : <Hint text={explains}>{field}</Hint>;
}

/** A wheel that scrolls the page must not change the number beneath it. */
const numberInput = {
  type: 'number',
  onWheel: (event: WheelEvent<HTMLInputElement>) => event.currentTarget.blur(),
} as const;
