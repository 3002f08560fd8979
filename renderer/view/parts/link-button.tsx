import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './button.module.css';

interface LinkButtonProps {
  readonly href: string;
  readonly look?: 'plain' | 'main';
  readonly children: ReactNode;
}

/** Leads to another screen, and looks as what one presses. */
export const LinkButton = ({ href, look = 'plain', children }: LinkButtonProps) => (
  <Link className={styles.button} data-look={look} href={href}>
    {children}
  </Link>
);
