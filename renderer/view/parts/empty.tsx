import type { ReactNode } from 'react';
import styles from './empty.module.css';

interface EmptyProps {
  readonly title: string;
  /** There is nothing else on the screen. */
  readonly isScreen?: boolean;
  readonly children: ReactNode;
}

/** A place with nothing in it yet: what will be here, and how to get it here. */
export function Empty({ title, isScreen = false, children }: EmptyProps) {
  return (
    <div className={styles.empty}>
      {isScreen ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}
