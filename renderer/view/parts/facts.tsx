import type { ReactNode } from 'react';
import styles from './facts.module.css';

/** Names at the left, what they are beside them: `dt` and `dd`. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className={styles.facts}>{children}</dl>;
