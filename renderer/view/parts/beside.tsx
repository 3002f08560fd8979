import type { ReactNode } from 'react';
import styles from './beside.module.css';

interface BesideProps {
  /** Beside what is chosen from; null while nothing is chosen. */
  readonly panel: ReactNode;
  readonly children: ReactNode;
}

/** What one chooses from, and the details of what was chosen. */
export const Beside = ({ panel, children }: BesideProps) => (
  <div className={styles.beside} data-panel={panel === null ? undefined : ''}>
    <div className={styles.main}>{children}</div>
    {panel}
  </div>
);
