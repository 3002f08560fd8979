import type { ReactNode } from 'react';
import styles from './check.module.css';

interface CheckProps {
  readonly isChecked: boolean;
  readonly onChange: () => void;
  /** Its name where no text stands beside it. */
  readonly label?: string;
  /** Element whose text describes it. */
  readonly describedBy?: string;
  readonly children?: ReactNode;
}

export const Check = ({ isChecked, onChange, label, describedBy, children }: CheckProps) => (
  <label className={styles.check}>
    <input type="checkbox" checked={isChecked} onChange={onChange} aria-label={label} aria-describedby={describedBy} />
    {children}
  </label>
);
