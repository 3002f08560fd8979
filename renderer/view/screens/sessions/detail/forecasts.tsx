/** "If the peer died now, you would know in 3.2 to 3.3 s", while TCP says ESTABLISHED: the point of it all. */
import { useMemo } from 'react';
import { useReportWords, useWords } from '../../../app-context.tsx';
import { Term } from '../../../parts/term.tsx';
import { predictionText } from '../session-texts.ts';
import { useTicking } from '../ticking.ts';
import { classNames } from '../../../parts/class-names.ts';
import styles from './forecasts.module.css';
import { faultLabel } from '#model/faults/index.ts';
import type { SessionRow } from '#model/live/live.ts';
import type { Prediction } from '#model/prediction.ts';
import type { Ns } from '#model/time.ts';
import { msBetween } from '#model/time.ts';
import { faultGloss } from '#report/text/kinds.ts';
import type { SessionDetail } from '#store/session-detail.ts';

interface ForecastsProps {
  readonly row: SessionRow;
  readonly watch: SessionDetail['watch'];
}

export function Forecasts({ row, watch }: ForecastsProps) {
  const { sessions: say } = useWords();
  const { kinds } = useReportWords();
  const [main, ...others] = watch?.forecasts ?? [];
  return (
    <section aria-label={say.forecast}>
      {main === undefined || watch === null ? (
        <p className={styles.main}>{'\u00a0'}</p>
      ) : (
        <MainForecast prediction={main.prediction} at={watch.now} />
      )}
      <p className="mute">
        {say.meanwhile} <Term name="established">{watch?.info?.state ?? row.tcpState ?? say.none}</Term>
      </p>
      {others.length > 0 && (
        <dl className={styles.others} aria-label={say.forecasts}>
          {others.map((forecast) => (
            <div key={faultLabel(forecast.fault)}>
              <dt>{faultGloss(forecast.fault, kinds)}</dt>
              <dd>{predictionText(forecast.prediction, say)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function MainForecast({ prediction, at }: { readonly prediction: Prediction; readonly at: Ns }) {
  const { sessions: say } = useWords();
  const words = useReportWords();
  const rule = words.rule[prediction.rule] ?? prediction.rule;
  return (
    <>
      <p className={styles.main}>
        {prediction.kind === 'never' && say.ifDiedNever}
        {prediction.kind === 'unpredicted' && say.ifDiedUnknown}
        {prediction.kind === 'interval' && (
          <>
            {say.ifDied} <Counting fromMs={prediction.fromMs} toMs={prediction.toMs} at={at} />
            {say.ifDiedEnd}
          </>
        )}
      </p>
      <p className={classNames('mute', styles.why)}>{rule}</p>
    </>
  );
}

/** Counts down between the host's looks, which come four times a second. */
function Counting({ fromMs, toMs, at }: { readonly fromMs: number; readonly toMs: number; readonly at: Ns }) {
  const say = useMemo(
    () =>
      (now: Ns): string => {
        const passed = Math.min(400, Math.max(0, msBetween(at, now)));
        const [from, to] = [Math.max(0, fromMs - passed) / 1000, Math.max(0, toMs - passed) / 1000];
        return to > 90
          ? `${(from / 60).toFixed(1)}\u2013${(to / 60).toFixed(1)}\u00a0min`
          : `${from.toFixed(1)}\u2013${to.toFixed(1)}\u00a0s`;
      },
    [fromMs, toMs, at],
  );
  const element = useTicking<HTMLElement>(say);
  return <b ref={element} className={styles.time} />;
}
