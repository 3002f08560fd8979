import type { ReactNode } from 'react';
import styles from './head.module.css';

interface ScreenHeadProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}

/** The name of a screen, a line about it, and what can be done with all of it. */
export function ScreenHead({ title, lead, children }: ScreenHeadProps) {
  return (
    <header className={styles.head}>
      <div>
        <h1>{title}</h1>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      </div>
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </header>
  );
}
