import { useState } from 'react';
import { useWords } from '../../app-context.tsx';
import { Field } from '../../parts/field.tsx';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly unit?: string;
  readonly error?: string | null;
}

/** Keeps what is being typed, even while it is no number yet. */
export function NumberField({ label, value, onChange, unit, error = null }: NumberFieldProps) {
  const { experiments } = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed !== null && Number(typed) === value ? typed : typed !== null && isNoNumber(typed) ? typed : null;
  return (
    <Field
      label={label}
      value={text ?? String(value)}
      inputMode="decimal"
      {...(unit === undefined ? {} : { unit })}
      error={text !== null && isNoNumber(text) ? experiments.notNumber : error}
      onChange={(next) => {
        setTyped(next);
        if (!isNoNumber(next)) onChange(Number(next));
      }}
    />
  );
}

const isNoNumber = (text: string): boolean => text.trim() === '' || !Number.isFinite(Number(text));
