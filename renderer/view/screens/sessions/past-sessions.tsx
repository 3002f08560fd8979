import { useState } from 'react';
import { Link } from 'wouter';
import { useWords } from '../../app-context.tsx';
import { useAsked } from '../../use-asked.ts';
import { StateBadge } from './session-table.tsx';
import styles from './past-sessions.module.css';
import { useDateText } from '../../use-date-text.ts';
import { detectionMsOf } from '#model/live/fault-outcome.ts';
import { duration } from '#report/text/numbers.ts';

/** Sessions of earlier times, when someone wants to see them. */
export function PastSessions() {
  const { sessions: say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={styles.past} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{say.past}</summary>
      {isOpen && <PastList />}
    </details>
  );
}

function PastList() {
  const { sessions: say } = useWords();
  const dateText = useDateText();
  const { output } = useAsked('session.past', { text: '', offset: 0, limit: 50 });
  if (output === null) return null;
  if (output.rows.length === 0) return <p className="mute">{say.pastNone}</p>;
  return (
    <ul className={styles.list}>
      {output.rows.map((row) => {
        const ms = detectionMsOf(row);
        return (
          <li key={row.session}>
            <Link href={`/sessions/${row.session}`}>{say.heading(row.session, row.label)}</Link>{' '}
            <StateBadge state={row.state} /> {row.error !== null && <span>{row.error.errno ?? row.error.code} </span>}
            {ms !== null && <span>{say.after(duration(ms))} </span>}
            <span className="mute">{dateText(row.openedAt)}</span>
          </li>
        );
      })}
    </ul>
  );
}
