/** The timeline in words, for those who read rather than look; only the lines in sight exist. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useReportWords, useWords } from '../../../app-context.tsx';
import { sessionWordsIn } from '../session-words.ts';
import styles from './event-list.module.css';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { clockTime } from '#report/text/numbers.ts';
import type { Entry } from '#report/session/timeline.ts';

const lineHeight = 24;

export function EventList({ entries, startedAt }: { readonly entries: readonly Entry[]; readonly startedAt: Ns }) {
  const { sessions: say } = useWords();
  const words = sessionWordsIn(useReportWords());
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 10,
  });
  return (
    <section aria-labelledby="events">
      <h2 id="events">{say.events}</h2>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.list} ref={scroller} tabIndex={0} role="log" aria-label={say.events}>
        <div style={{ height: list.getTotalSize(), position: 'relative' }}>
          {list.getVirtualItems().map(({ index, start }) => {
            const entry = entries[index];
            if (entry === undefined) return null;
            return (
              <div key={index} className={styles.line} style={{ transform: `translateY(${start}px)` }}>
                <span className="num mono">{clockTime(msBetween(startedAt, entry.at))}</span>
                <span className="mute">{words.lanes[entry.lane]}</span>
                <span>{entry.what}</span>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
