/** The detection times of one experiment, which is chosen here. */
import { useLocation, useRoute } from 'wouter';
import { useWords } from '../../app-context.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useAsked } from '../../use-asked.ts';
import { LatencyTabs } from './latency-tabs.tsx';
import { LatencyView } from './latency-view.tsx';
import { classNames } from '../../parts/class-names.ts';
import fieldStyles from '../../parts/field.module.css';
import { LinkButton } from '../../parts/button.tsx';
import { Screen } from '../../parts/screen.tsx';
import styles from './detection-times.module.css';
import { useDateText } from '../../use-date-text.ts';

const latest = {
  text: '',
  filters: [],
  sort: { by: 'startedAt' as const, descending: true },
  offset: 0,
  limit: 100,
};

export function DetectionTimes() {
  const { latency } = useWords();
  const dateText = useDateText();
  const [, params] = useRoute('/latency/:id');
  const [, navigate] = useLocation();
  const history = useAsked('history.page', latest);
  const entries = history.output?.entries ?? [];
  const id = params?.id ?? entries[0]?.id ?? null;
  const { output: result, error } = useAsked('history.get', { id: id ?? 'none' });
  if (history.output !== null && history.output.all === 0)
    return (
      <Screen>
        <LatencyTabs />
        <Empty title={latency.emptyTitle} isScreen>
          <p>{latency.emptyText}</p>
          <LinkButton look="main" href="/experiments">
            {latency.toExperiments}
          </LinkButton>
        </Empty>
      </Screen>
    );
  if (id !== null && error !== null && result?.id !== id)
    return (
      <Screen>
        <ErrorNotice error={error} />
      </Screen>
    );
  if (result === null || result.id !== id) return <Screen />;
  return (
    <LatencyView
      key={id}
      result={result}
      picker={
        <label className={classNames(fieldStyles.field, styles.picker)}>
          <span className={fieldStyles.label}>{latency.experiment}</span>
          <select
            className={fieldStyles.select}
            value={id}
            onChange={({ target }) => navigate(`/latency/${target.value}`)}
          >
            {!entries.some((entry) => entry.id === id) && <option value={id}>{result.name}</option>}
            {entries.map((entry) => (
              <option key={entry.id} value={entry.id}>
                {`${entry.name}, ${dateText(entry.startedAt)}`}
              </option>
            ))}
          </select>
        </label>
      }
    />
  );
}
