import type { ReactNode } from 'react';
import { useWords } from '../app-context.tsx';
import type { TermName } from '../words/en/terms.ts';
import { Hint } from './hint.tsx';
import hintStyles from './hint.module.css';
import styles from './term.module.css';

/** A word of the field, with its meaning in one sentence and where that is written. */
export function Term({ name, children }: { readonly name: TermName; readonly children?: ReactNode }) {
  const { term, means, source } = useWords().terms[name];
  const explanation = (
    <>
      {means}
      <span className={hintStyles.source}>{source}</span>
    </>
  );
  return (
    <Hint text={explanation}>
      <button
        type="button"
        className={styles.term}
        aria-label={`${typeof children === 'string' ? children : term}: ${means}`}
      >
        {children ?? term}
      </button>
    </Hint>
  );
}
