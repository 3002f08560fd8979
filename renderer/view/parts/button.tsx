import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'wouter';
import { Hint } from './hint.tsx';
import styles from './button.module.css';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'disabled'> {
  readonly look?: 'plain' | 'main' | 'danger' | 'quiet';
  readonly size?: 'normal' | 'big' | 'icon';
  /** Why it cannot be pressed now; it stays reachable, so that the reason can be read. */
  readonly cannot?: string | null;
  readonly children: ReactNode;
}

export function Button({ look = 'plain', size = 'normal', cannot = null, onClick, children, ...rest }: ButtonProps) {
  const button = (
    <button
      type="button"
      className={styles.button}
      data-look={look}
      data-size={size}
      aria-disabled={cannot !== null || undefined}
      onClick={cannot === null ? onClick : undefined}
      {...rest}
    >
      {children}
    </button>
  );
  return cannot === null ? button : <Hint text={cannot}>{button}</Hint>;
}

interface LinkButtonProps {
  readonly href: string;
  readonly look?: 'plain' | 'main';
  readonly children: ReactNode;
}

/** Leads to another screen, and looks like what one presses. */
export const LinkButton = ({ href, look = 'plain', children }: LinkButtonProps) => (
  <Link className={styles.button} data-look={look} href={href}>
    {children}
  </Link>
);
