import { ArrowLeft } from 'lucide-react';
import { Link } from 'wouter';
import styles from './back-link.module.css';

interface BackLinkProps {
  readonly href: string;
  readonly text: string;
}

/** To the list that this was opened from. */
export const BackLink = ({ href, text }: BackLinkProps) => (
  <Link href={href} className={styles.back}>
    <ArrowLeft size={16} aria-hidden />
    {text}
  </Link>
);
