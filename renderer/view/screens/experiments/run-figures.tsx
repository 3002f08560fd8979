import { useWords } from '../../app-context.tsx';
import { useTick } from '../../use-tick.ts';
import { useAsked } from '../../use-asked.ts';
import styles from './run-figures.module.css';
import { msBetween } from '#model/time.ts';
import type { ReportModel } from '#report/facts/model.ts';
import { count, percent } from '#report/text/numbers.ts';
import type { RunState } from '#store/run.ts';

/** How far it is, in figures and as a line that is always there. */
export function RunFigures({ state, report }: { readonly state: RunState; readonly report: ReportModel }) {
  const { experiments, frame } = useWords();
  const { agreement } = report;
  const share = state.planned === 0 ? 0 : state.ended / state.planned;
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>{experiments.decided}</dt>
          <dd>{experiments.progress(state.ended, state.planned)}</dd>
        </div>
        <div>
          <dt>{experiments.struck}</dt>
          <dd>{count(state.struck)}</dd>
        </div>
        <div>
          <dt>{experiments.asPredicted}</dt>
          <dd>{agreement.judged === 0 ? '\u2013' : percent(agreement.agreeing, agreement.judged)}</dd>
        </div>
        <div>
          <dt>{experiments.elapsed}</dt>
          <dd>
            <Elapsed state={state} report={report} />
          </dd>
        </div>
      </dl>
      <div
        className={styles.progress}
        role="progressbar"
        aria-label={`${experiments.decided}${frame.colon}${experiments.progress(state.ended, state.planned)}`}
        aria-valuemin={0}
        aria-valuemax={state.planned}
        aria-valuenow={state.ended}
      >
        <div className={styles.bar} style={{ transform: `scaleX(${share})` }} />
      </div>
    </>
  );
}

function Elapsed({ state, report }: { readonly state: RunState; readonly report: ReportModel }) {
  const { experiments } = useWords();
  const now = useTick(4);
  const estimate = useAsked('plan.check', report.result.plan as never).output?.estimateMs ?? 0;
  if (state.endedAt !== null) return experiments.seconds((report.result.durationMs / 1000).toFixed(1));
  const elapsedMs = state.startedAt === null ? 0 : Math.max(0, msBetween(state.startedAt, now));
  const elapsed = experiments.seconds((elapsedMs / 1000).toFixed(0));
  // The estimate is of the trials alone; peers have to be started first.
  return elapsedMs > estimate ? elapsed : experiments.of(elapsed, experiments.seconds((estimate / 1000).toFixed(0)));
}
