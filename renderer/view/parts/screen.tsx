import type { ComponentProps } from 'react';
import styles from './screen.module.css';

interface ScreenProps extends Omit<ComponentProps<'div'>, 'className'> {
  /** `full` takes all there is, to the lower edge; `narrow` is as wide as text is read. */
  readonly width?: 'usual' | 'full' | 'narrow';
  /** A file hovers over it now. */
  readonly isDropping?: boolean;
}

/** What fills the window beside the navigation. */
export const Screen = ({ width = 'usual', isDropping = false, ...rest }: ScreenProps) => (
  <div className={styles.screen} data-width={width} data-dropping={isDropping ? '' : undefined} {...rest} />
);
