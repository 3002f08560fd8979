import type { ReactNode } from 'react';
import styles from './notice.module.css';

interface NoticeProps {
  readonly tone: 'warn' | 'bad';
  readonly role: 'alert' | 'status';
  readonly icon: ReactNode;
  /** What can be done about it, at the end of the line. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A message in the place that it is about. */
export const Notice = ({ tone, role, icon, action, children }: NoticeProps) => (
  <div className={styles.notice} data-tone={tone} role={role}>
    {icon}
    <div className={styles.body}>{children}</div>
    {action}
  </div>
);
