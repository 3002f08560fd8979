import { Link, useLocation } from 'wouter';
import { useWords } from '../../app-context.tsx';
import styles from './latency-tabs.module.css';

/** The two places of this screen. */
export function LatencyTabs() {
  const { playground } = useWords();
  const [location] = useLocation();
  const isPlayground = location.startsWith('/latency/playground');
  return (
    <nav className={styles.tabs} aria-label={playground.tabs}>
      <Link href="/latency" aria-current={isPlayground ? undefined : 'page'}>
        {playground.times}
      </Link>
      <Link href="/latency/playground" aria-current={isPlayground ? 'page' : undefined}>
        {playground.title}
      </Link>
    </nav>
  );
}
