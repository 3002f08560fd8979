/** Everything that was ever measured here: found, marked, compared, taken along. */
import { GitCompareArrows } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../../app-context.tsx';
import { Button, LinkButton } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { FileButton } from '../../parts/file-button.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useAsked } from '../../use-asked.ts';
import { useCommands } from '../../use-commands.ts';
import { useHistoryRevision } from '../../use-feed.ts';
import { Entries } from './entries.tsx';
import type { Sort } from './entries.tsx';
import { Facets } from './facets.tsx';
import { useImport } from './use-import.ts';
import { classNames } from '../../parts/class-names.ts';
import fieldStyles from '../../parts/field.module.css';
import { Screen } from '../../parts/screen.tsx';
import styles from './history-list.module.css';
import { parseSearch, printSearch } from '#store/history-search.ts';

/** Long enough to type on. */
const typingMs = 150;
const pageSize = 200;

export function HistoryList() {
  const { history: say } = useWords();
  const [typed, setTyped] = useState('');
  const [sort, setSort] = useState<Sort>({ by: 'startedAt', descending: true });
  const [limit, setLimit] = useState(pageSize);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const box = useRef<HTMLInputElement>(null);
  const [, navigate] = useLocation();
  const search = useMemo(() => parseSearch(typed), [typed]);
  const revision = useHistoryRevision();
  const query = { text: search.text, filters: [...search.filters], sort, offset: 0, limit: Math.min(limit, 500) };
  const { output: page, error } = useAsked('history.page', query as never, typingMs, revision);
  const { isDropping, drop, open } = useImport();
  const commands = useMemo(
    () => [
      { id: 'search', title: say.search, keys: '/', run: () => box.current?.focus() },
      ...(chosen.length === 2
        ? [
            {
              id: 'compare',
              title: say.compare,
              keys: 'c',
              run: () => navigate(`/history/compare/${chosen.join('/')}`),
            },
          ]
        : []),
    ],
    [say, chosen, navigate],
  );
  useCommands(commands);
  if (page?.all === 0)
    return (
      <Screen isDropping={isDropping} {...drop}>
        <Empty title={say.emptyTitle} isScreen>
          <p>{say.emptyText}</p>
          <LinkButton look="main" href="/experiments">
            {say.toExperiments}
          </LinkButton>
          <ImportButton onFiles={open} />
        </Empty>
      </Screen>
    );
  return (
    <Screen isDropping={isDropping} {...drop}>
      <ScreenHead title={say.title} lead={say.lead}>
        <Button
          cannot={chosen.length === 2 ? null : say.chooseTwo}
          onClick={() => navigate(`/history/compare/${chosen.join('/')}`)}
        >
          <GitCompareArrows aria-hidden />
          {say.compare}
        </Button>
        <ImportButton onFiles={open} />
      </ScreenHead>
      <div className={styles.bar}>
        <input
          ref={box}
          type="search"
          className={classNames(fieldStyles.box, styles.search)}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          placeholder={say.searchHint}
          aria-label={say.search}
        />
        <span className="mute" role="status">
          {page !== null && say.found(page.total, page.all)}
        </span>
      </div>
      {search.unknown.length > 0 && <p className={fieldStyles.error}>{say.notUnderstood(search.unknown.join(' '))}</p>}
      {page !== null && <Facets known={page.known} search={search} onChange={(next) => setTyped(printSearch(next))} />}
      {error !== null && <ErrorNotice error={error} />}
      <Entries
        entries={page?.entries ?? []}
        knownTags={page?.known.tag ?? []}
        sort={sort}
        onSort={setSort}
        chosen={chosen}
        onChoose={setChosen}
      />
      {page !== null && page.total > page.entries.length && (
        <Button onClick={() => setLimit(limit + pageSize)}>{say.more}</Button>
      )}
    </Screen>
  );
}

function ImportButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { history: say } = useWords();
  return <FileButton text={say.import} accept=".halfopen,.json,.jsonl" isMultiple onFiles={onFiles} />;
}
