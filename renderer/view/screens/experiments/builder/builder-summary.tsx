import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../../app-context.tsx';
import { Button } from '../../../parts/button.tsx';
import { ErrorNotice } from '../../../parts/error-notice.tsx';
import { useNotices } from '../../../parts/toasts.tsx';
import { useAsked } from '../../../use-asked.ts';
import type { PlanProblem } from './plan-problems.ts';
import { classNames } from '../../../parts/class-names.ts';
import { Facts } from '../../../parts/facts.tsx';
import fieldStyles from '../../../parts/field.module.css';
import panelStyles from '../../../parts/panel.module.css';
import styles from './builder-summary.module.css';
import type { OutputOf } from '#contract/wire/host.ts';
import type { Plan } from '#model/plan/plan.ts';
import { count } from '#report/text/numbers.ts';

interface BuilderSummaryProps {
  readonly plan: Plan;
  readonly check: OutputOf<'plan.check'> | null;
  readonly problems: readonly PlanProblem[];
  readonly error: unknown;
  readonly children: ReactNode;
}

/** What would come of it here: how much, how long, what is wrong with it. */
export function BuilderSummary({ plan, check, problems, error, children }: BuilderSummaryProps) {
  const { experiments, frame } = useWords();
  return (
    <aside
      className={classNames(panelStyles.panel, styles.summary)}
      aria-label={experiments.summary}
      aria-live="polite"
    >
      <h3>{experiments.summary}</h3>
      <Facts>
        <dt>{experiments.cells}</dt>
        <dd>{count(check?.cells ?? 0)}</dd>
        <dt>{experiments.trials}</dt>
        <dd>{count(check?.trials ?? 0)}</dd>
        <dt>{experiments.lasts}</dt>
        <dd>{experiments.seconds(((check?.estimateMs ?? 0) / 1000).toFixed(0))}</dd>
      </Facts>
      {error !== null && <ErrorNotice error={error} />}
      {problems.length > 0 && (
        <ul className={fieldStyles.error}>
          {problems.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code>
              {frame.colon}
              {message}
            </li>
          ))}
        </ul>
      )}
      <Remarks
        title={experiments.missing}
        lines={check?.refusals.map(({ what, no, fix = '' }) => `${what}: ${no}. ${fix}`) ?? []}
      />
      {children}
      <Remarks title={experiments.warnings} lines={check?.warnings ?? []} />
      <AsFile plan={plan} isSound={problems.length === 0 && check !== null} />
    </aside>
  );
}

function Remarks({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul className="mute">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function AsFile({ plan, isSound }: { readonly plan: Plan; readonly isSound: boolean }) {
  const { experiments } = useWords();
  const { tell } = useNotices();
  const text = useAsked('plan.text', isSound ? (plan as never) : undefined, 250).output?.text ?? '';
  if (!isSound) return null;
  return (
    <details>
      <summary>{experiments.asFile}</summary>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.file} tabIndex={0}>
        {text}
      </pre>
      <Button onClick={() => void navigator.clipboard.writeText(text).then(() => tell(experiments.copied))}>
        <Copy aria-hidden />
        {experiments.copy}
      </Button>
    </details>
  );
}
