/** What the colours and marks of a heat map mean. */
import { useWords } from '../../app-context.tsx';
import styles from './heat-cell.module.css';
import legendStyles from '../legend.module.css';

export function HeatLegend() {
  const { latency } = useWords();
  return (
    <ul className={legendStyles.legend}>
      <li>
        <span className={styles.scale} aria-hidden />
        {latency.legend.time}
      </li>
      <li>
        <span className={styles.swatch} data-state="undetected" aria-hidden />
        {latency.mark.undetected}
        {latency.legend.undetected}
      </li>
      <li>
        <span className={styles.swatch} data-state="false-alarm" aria-hidden />
        {latency.mark['false-alarm']}
        {latency.legend.falseAlarm}
      </li>
      <li>
        {latency.mark.survived}
        {latency.legend.survived}
      </li>
      <li>
        <span className="off">{'\u2717'}</span> {latency.legend.off}
      </li>
    </ul>
  );
}
