import { useState } from 'react';
import { useWords } from '../../../app-context.tsx';
import { Field } from '../../../parts/field.tsx';
import type { Span } from '#store/setting-fields.ts';

interface NumberFieldProps {
  readonly label: string;
  /** Undefined where it is left out. */
  readonly value: number | undefined;
  readonly onChange: (value: number) => void;
  /** There when it may be left out: the field is empty then. */
  readonly onClear?: () => void;
  readonly unit?: string;
  readonly error?: string | null;
  readonly span?: Span;
  readonly explains?: string;
  readonly placeholder?: string;
  /** Something is wrong with it, said elsewhere. */
  readonly isWrong?: boolean;
}

/** Keeps what is being typed, even while it is no number yet. */
export function NumberField({ value, onChange, onClear, error = null, ...look }: NumberFieldProps) {
  const { experiments } = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string): number | undefined | 'none' => {
    if (text.trim() === '') return onClear === undefined ? 'none' : undefined;
    return Number.isFinite(Number(text)) ? Number(text) : 'none';
  };
  const typedValue = typed === null ? null : read(typed);
  const isNone = typedValue === 'none';
  const text = typed !== null && (isNone || typedValue === value) ? typed : String(value ?? '');
  return (
    <Field
      {...look}
      value={text}
      inputMode="decimal"
      error={isNone ? experiments.notNumber : error}
      onChange={(next) => {
        setTyped(next);
        const number = read(next);
        if (number === undefined) onClear?.();
        else if (number !== 'none') onChange(number);
      }}
    />
  );
}
