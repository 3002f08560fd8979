import { useId } from 'react';
import type { ReactNode } from 'react';

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
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="field-box" data-invalid={error === null ? undefined : ''}>
        <input
          id={id}
          className="field-input"
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
        {unit !== undefined && <span className="field-unit">{unit}</span>}
      </div>
      {(error !== null || hint !== undefined) && (
        <span id={`${id}-note`} className={error === null ? 'field-hint' : 'field-error'}>
          {error ?? hint}
        </span>
      )}
    </div>
  );
}
