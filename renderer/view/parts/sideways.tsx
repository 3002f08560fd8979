import type { ReactNode } from 'react';
import styles from './sideways.module.css';

interface SidewaysProps {
  /** For one without anything in it that takes the focus: what scrolls must be reached by keyboard. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** Scrolls sideways when what is in it is wider than its place. */
export function Sideways({ label, children }: SidewaysProps) {
  if (label === undefined) return <div className={styles.sideways}>{children}</div>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.sideways} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
