/** Every session in a row; only the rows in sight exist. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { useReportWords, useWords } from '../../app-context.tsx';
import { Badge } from '../../parts/badge.tsx';
import { ageText, heardText, predictionText, timerText } from './session-texts.ts';
import { useTicking } from './ticking.ts';
import type { SessionRow, SessionState } from '#model/live/live.ts';
import { duration } from '#report/text/numbers.ts';
import { verdictText } from '#report/text/cell-text.ts';
import { sessionWordsIn } from './session-words.ts';
import { classNames } from '../../parts/class-names.ts';
import sidewaysStyles from '../../parts/sideways/sideways.module.css';
import { useOverflow } from '../../parts/sideways/use-overflow.ts';
import styles from './session-table.module.css';
import { detectionMsOf, faultOutcome, isAsPredicted, predictionInForce } from '#model/live/fault-outcome.ts';

const rowHeight = 34;
const columns = [
  'session',
  'label',
  'state',
  'verdict',
  'heard',
  'timer',
  'remote',
  'age',
  'rtt',
  'unacked',
  'beats',
] as const;
type Column = (typeof columns)[number];

/** What a column is sorted by. */
const keys: Readonly<Record<Column, (row: SessionRow) => number | string>> = {
  session: ({ session }) => -session,
  label: ({ label }) => label,
  remote: ({ remote, plan }) => `${(remote ?? plan.to).address}:${(remote ?? plan.to).port}`,
  state: ({ state }) => state,
  age: ({ startedAt }) => startedAt,
  heard: ({ heardAt }) => -Number(heardAt ?? 0),
  timer: ({ timer, wake }) => timer?.dueAt ?? wake?.dueAt ?? Infinity,
  rtt: ({ rttMs }) => -(rttMs ?? -1),
  unacked: ({ unacked }) => -(unacked ?? -1),
  beats: ({ heartbeatsSent }) => -heartbeatsSent,
  verdict: (row) => detectionMsOf(row) ?? Infinity,
};

/** Those of numbers, which stand one under the other. */
const numeric: ReadonlySet<Column> = new Set(['age', 'heard', 'rtt', 'unacked', 'beats']);
const cellClass = (column: Column): string => classNames(styles.cell, numeric.has(column) && 'num');

export function SessionTable({ rows }: { readonly rows: readonly SessionRow[] }) {
  const { sessions: say } = useWords();
  const [sort, setSort] = useState<{ readonly by: Column; readonly turned: boolean }>({ by: 'session', turned: false });
  const sorted = useMemo(() => sortedBy(rows, sort.by, sort.turned), [rows, sort]);
  const scroller = useRef<HTMLDivElement>(null);
  const { before, after } = useOverflow(scroller);
  const list = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const [at, setAt] = useState(0);
  const [, navigate] = useLocation();
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: sorted.length - 1 }[event.key];
      const row = sorted[at];
      if (event.key === 'Enter' && row !== undefined) navigate(`/sessions/${row.session}`);
      if (to === undefined) return;
      event.preventDefault();
      const next = Math.min(Math.max(to, 0), sorted.length - 1);
      setAt(next);
      list.scrollToIndex(next);
    },
    [at, sorted, navigate, list],
  );
  return (
    <div
      className={classNames(sidewaysStyles.frame, styles.place)}
      data-before={before ? '' : undefined}
      data-after={after ? '' : undefined}
    >
      <div
        className={styles.table}
        role="grid"
        aria-label={say.title}
        aria-rowcount={sorted.length + 1}
        tabIndex={0}
        aria-activedescendant={sorted[at] === undefined ? undefined : `session-${sorted[at].session}`}
        ref={scroller}
        onKeyDown={onKey}
      >
        <div role="row" className={classNames(styles.row, styles.head)} aria-rowindex={1}>
          {columns.map((column) => (
            <div
              key={column}
              role="columnheader"
              className={cellClass(column)}
              aria-sort={sort.by === column ? (sort.turned ? 'descending' : 'ascending') : undefined}
            >
              <button type="button" onClick={() => setSort({ by: column, turned: sort.by === column && !sort.turned })}>
                {say.columns[column]}
                {sort.by === column && <span aria-hidden>{sort.turned ? ' \u2191' : ' \u2193'}</span>}
              </button>
            </div>
          ))}
        </div>
        <div role="presentation" style={{ height: list.getTotalSize(), position: 'relative' }}>
          {list.getVirtualItems().map(({ index, start }) => {
            const row = sorted[index];
            return (
              row !== undefined && <Row key={row.session} row={row} index={index} top={start} isAt={index === at} />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function sortedBy(rows: readonly SessionRow[], by: Column, turned: boolean): readonly SessionRow[] {
  if (by === 'session') return turned ? rows.toReversed() : rows;
  const key = keys[by];
  const sign = turned ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left < right ? -sign : left > right ? sign : b.session - a.session;
  });
}

const tones: Readonly<Record<SessionState, 'plain' | 'good' | 'warn' | 'bad' | 'info'>> = {
  connecting: 'plain',
  watching: 'good',
  suspect: 'warn',
  dead: 'bad',
  closed: 'info',
  ended: 'plain',
  failed: 'bad',
};

export function StateBadge({ state }: { readonly state: SessionState }) {
  const words = sessionWordsIn(useReportWords());
  return <Badge tone={tones[state]}>{words.state[state]}</Badge>;
}

interface RowProps {
  readonly row: SessionRow;
  readonly index: number;
  readonly top: number;
  readonly isAt: boolean;
}

/** Drawn again only when the session itself changed. */
const Row = memo(function Row({ row, index, top, isAt }: RowProps) {
  const { sessions: say } = useWords();
  const [, navigate] = useLocation();
  const { address, port } = row.remote ?? row.plan.to;
  return (
    // Enter on the grid opens the row that it is at; the mouse is a shortcut to the same.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      id={`session-${row.session}`}
      aria-rowindex={index + 2}
      aria-selected={isAt}
      tabIndex={-1}
      className={classNames(styles.row, styles.link)}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => navigate(`/sessions/${row.session}`)}
    >
      <Cell column="session">{row.session}</Cell>
      <Cell column="label">{row.label}</Cell>
      <Cell column="state">
        <StateBadge state={row.state} />
      </Cell>
      <Cell column="verdict">
        <VerdictCell row={row} />
      </Cell>
      <Ticking column="heard" say={useMemo(() => heardText(row, say), [row, say])} />
      <Ticking column="timer" say={useMemo(() => timerText(row, say), [row, say])} />
      <Cell column="remote">{`${address}:${port}`}</Cell>
      <Ticking column="age" say={useMemo(() => ageText(row), [row])} />
      <Cell column="rtt">{row.rttMs === null ? say.none : duration(row.rttMs)}</Cell>
      <Cell column="unacked">{row.unacked ?? say.none}</Cell>
      <Cell column="beats">{row.heartbeatsSent}</Cell>
    </div>
  );
});

function VerdictCell({ row }: { readonly row: SessionRow }) {
  const words = useReportWords();
  const { sessions: say, frame } = useWords();
  const ms = detectionMsOf(row);
  if (row.error !== null) return <span className="off">{row.error.errno ?? row.error.code}</span>;
  const prediction = predictionInForce(row);
  if (faultOutcome(row) === 'pending') return `${say.running}${frame.inBrackets(predictionText(prediction, say))}`;
  if (row.verdict === null) return say.none;
  if (ms === null) return verdictText(row.verdict, words);
  const predicted = frame.inBrackets(predictionText(prediction, say));
  const text = `${verdictText(row.verdict, words)}${frame.listSeparator}${duration(ms)}${predicted}`;
  return isAsPredicted(row) === false ? (
    <span className="off">
      {text} {'\u2717'}
    </span>
  ) : (
    text
  );
}

interface CellProps {
  readonly column: Column;
  readonly children: React.ReactNode;
}

const Cell = ({ column, children }: CellProps) => (
  <div role="gridcell" className={cellClass(column)}>
    {children}
  </div>
);

function Ticking({ column, say }: { readonly column: Column; readonly say: (now: never) => string }) {
  const element = useTicking<HTMLDivElement>(say as never);
  // Its text is written by the clock.
  // oxlint-disable-next-line jsx-a11y/control-has-associated-label
  return <div role="gridcell" ref={element} className={cellClass(column)} />;
}
