import { Star } from 'lucide-react';
import { Link } from 'wouter';
import { useWords } from '../../app-context.tsx';
import { Badge } from '../../parts/badge.tsx';
import { EntryMenu } from './entry-menu.tsx';
import { useEntryActions } from './use-entry-actions.ts';
import { Check } from '../../parts/check.tsx';
import { Sideways } from '../../parts/sideways/sideways.tsx';
import styles from './entries.module.css';
import tableStyles from './history-table.module.css';
import { useDateText } from '../../use-date-text.ts';
import type { HistoryPageEntry, HistorySortField } from '#model/history-query.ts';
import { count, percent } from '#report/text/numbers.ts';

export interface Sort {
  readonly by: HistorySortField;
  readonly descending: boolean;
}

interface EntriesProps {
  readonly entries: readonly HistoryPageEntry[];
  readonly knownTags: readonly string[];
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  /** The two last chosen, for comparing. */
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}

const tones = { complete: 'good', partial: 'warn', cancelled: 'warn', running: 'info' } as const;

export function Entries({ entries, knownTags, sort, onSort, chosen, onChoose }: EntriesProps) {
  const { history: say } = useWords();
  const toggle = (id: string): void =>
    onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-2));
  const head = (by: HistorySortField) => (
    <th
      scope="col"
      data-stays={by === 'name' ? '' : undefined}
      aria-sort={sort.by === by ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => onSort({ by, descending: sort.by === by ? !sort.descending : by !== 'name' })}
      >
        {say.column[by]}
        {sort.by === by && <span aria-hidden>{sort.descending ? ' \u2193' : ' \u2191'}</span>}
      </button>
    </th>
  );
  return (
    <Sideways>
      <table className={tableStyles.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">{say.chooseColumn}</span>
            </th>
            <th scope="col">
              <span className="hidden">{say.star}</span>
            </th>
            {head('name')}
            {head('startedAt')}
            {head('status')}
            {head('trials')}
            {head('agreement')}
            <th scope="col">{say.alarms}</th>
            <th scope="col">{say.notes}</th>
            <th scope="col">
              <span className="hidden">{say.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Entry
              key={entry.id}
              entry={entry}
              knownTags={knownTags}
              isChosen={chosen.includes(entry.id)}
              onToggle={() => toggle(entry.id)}
            />
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

interface EntryProps {
  readonly entry: HistoryPageEntry;
  readonly knownTags: readonly string[];
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function Entry({ entry, knownTags, isChosen, onToggle }: EntryProps) {
  const { history: say } = useWords();
  const dateText = useDateText();
  const { change } = useEntryActions();
  const isRunning = entry.status === 'running';
  return (
    <tr>
      <td>
        <Check isChecked={isChosen} onChange={onToggle} label={say.choose(entry.name)} />
      </td>
      <td>
        <button
          type="button"
          className={styles.star}
          aria-pressed={entry.starred}
          aria-label={say.starOf(entry.name)}
          onClick={() => void change([entry.id], { starred: !entry.starred })}
        >
          <Star size={16} aria-hidden />
        </button>
      </td>
      <th scope="row">
        <Link href={isRunning ? `/experiments/run/${entry.id}` : `/latency/${entry.id}`}>{entry.name}</Link>
        <small>{entry.id.slice(0, 10)}</small>
      </th>
      <td className={styles.date}>{dateText(entry.startedAt)}</td>
      <td>
        <Badge tone={tones[entry.status]}>{say.status[entry.status]}</Badge>
        {entry.simulated && <Badge>{say.simulated}</Badge>}
      </td>
      <td className="num">
        {count(entry.trials)}
        {entry.trials < entry.plannedTrials && <span className="mute"> / {count(entry.plannedTrials)}</span>}
      </td>
      <td>
        <Agreement judged={entry.judged} within={entry.withinPrediction} />
      </td>
      <td className="num">{entry.falseAlarms}</td>
      <td className={styles.notes}>
        {entry.tags.map((tag) => (
          <span key={tag} className={styles.tag}>
            <Badge>{tag}</Badge>
          </span>
        ))}
        {entry.note !== '' && <span className="mute">{entry.note.slice(0, 90)}</span>}
      </td>
      <td>
        <EntryMenu entry={entry} knownTags={knownTags} />
      </td>
    </tr>
  );
}

function Agreement({ judged, within }: { readonly judged: number; readonly within: number }) {
  const { history: say } = useWords();
  if (judged === 0) return <span className="mute">{'\u2013'}</span>;
  return (
    <span className={styles.agreement}>
      <span className={styles.bar} aria-hidden>
        <span style={{ transform: `scaleX(${within / judged})` }} />
      </span>
      <span className={within < judged ? 'off' : undefined}>
        {say.agreement(within, judged, percent(within, judged))}
      </span>
    </span>
  );
}
