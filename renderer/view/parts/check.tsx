import type { ReactNode } from 'react';
import styles from './check.module.css';

interface CheckProps {
  readonly isChecked: boolean;
  readonly onChange: () => void;
  /** Its name where no text stands beside it. */
  readonly label?: string;
  readonly children?: ReactNode;
}

export const Check = ({ isChecked, onChange, label, children }: CheckProps) => (
  <label className={styles.check}>
    <input type="checkbox" checked={isChecked} onChange={onChange} aria-label={label} />
    {children}
  </label>
);
