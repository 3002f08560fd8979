import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './menu.module.css';

interface MenuPopupProps {
  readonly align: 'start' | 'end';
  /** May be longer than the window: it scrolls. */
  readonly isLong?: boolean;
  readonly children: ReactNode;
}

/** Where the frame keeps the screen: everything on a page belongs to a landmark. */
const main = (): HTMLElement | null => document.querySelector('main');

/** What opens below the trigger of a menu. */
export const MenuPopup = ({ align, isLong = false, children }: MenuPopupProps) => (
  <Menu.Portal container={main()}>
    <Menu.Positioner sideOffset={4} align={align} positionMethod="fixed" className={styles.place}>
      <Menu.Popup className={classNames(styles.menu, isLong && styles.long)}>{children}</Menu.Popup>
    </Menu.Positioner>
  </Menu.Portal>
);
