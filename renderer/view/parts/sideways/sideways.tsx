import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useOverflow } from './use-overflow.ts';
import styles from './sideways.module.css';

interface SidewaysProps {
  /** For a table without anything in it that takes the focus: what scrolls must be reached by keyboard. */
  readonly label?: string;
  readonly children: ReactNode;
}

/**
 * A table that scrolls sideways when it is wider than its place, with a shade at the edge where there is more. Its head and its
 * first column stay: below the edge of the screen while it fits, else inside this box.
 */
export function Sideways({ label, children }: SidewaysProps) {
  const box = useRef<HTMLDivElement>(null);
  const { isWide, before, after } = useOverflow(box);
  return (
    <div className={styles.frame} data-before={before ? '' : undefined} data-after={after ? '' : undefined}>
      <div
        ref={box}
        className={styles.sideways}
        data-wide={isWide ? '' : undefined}
        {...(isWide && label !== undefined && { role: 'group', 'aria-label': label, tabIndex: 0 })}
      >
        {children}
      </div>
    </div>
  );
}
