/** One session from close up: what TCP says, what its detector would notice, and the buttons that break it. */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useApp, useReportWords, useWords } from '../../../app-context.tsx';
import { Timeline } from '../../../charts/timeline/timeline.tsx';
import { ScreenHead } from '../../../parts/screen-head.tsx';
import { BreakButtons } from './break-buttons.tsx';
import { Ending } from './ending.tsx';
import { EventList } from './event-list.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { Forecasts } from './forecasts.tsx';
import { KernelFacts, SettingsFacts } from './kernel-facts.tsx';
import { PastFault } from './past-fault.tsx';
import { sessionWordsIn } from '../session-words.ts';
import { StateBadge } from '../session-table.tsx';
import { Stopwatch } from './stopwatch.tsx';
import { BackLink } from '../../../parts/back-link.tsx';
import { Screen } from '../../../parts/screen.tsx';
import styles from './session.module.css';
import type { SessionRow } from '#model/live/live.ts';
import { faultOutcome, predictionInForce } from '#model/live/fault-outcome.ts';
import { foldSession, isOver } from '#model/live/session-row.ts';
import { msBetween } from '#model/time.ts';
import { timelineOf } from '#report/session/timeline.ts';
import type { Entry } from '#report/session/timeline.ts';
import { followSession } from '#store/session-detail.ts';
import type { SessionDetail } from '#store/session-detail.ts';
import type { SessionsState } from '#store/sessions.ts';

export function SessionScreen({ id, state }: { readonly id: number; readonly state: SessionsState }) {
  const { sessions: say } = useWords();
  const { duties } = useApp();
  const [detail] = useState(() => followSession(duties, id));
  useEffect(() => detail.stop, [detail]);
  const known = useStore(detail.store);
  const live = state.rows.find(({ session }) => session === id);
  const told = useMemo(() => known.events.reduce<SessionRow | null>(foldSession, null), [known.events]);
  const row = live ?? told;
  if (row === null)
    return (
      <Screen>
        <BackLink href="/sessions" text={say.back} />
        <p className="mute">{state.isKnown ? say.notThere : ''}</p>
      </Screen>
    );
  return <SessionView row={row} detail={known} isLive={live !== undefined} />;
}

interface SessionViewProps {
  readonly row: SessionRow;
  readonly detail: SessionDetail;
  readonly isLive: boolean;
}

function SessionView({ row, detail, isLive }: SessionViewProps) {
  const { sessions: say } = useWords();
  const words = sessionWordsIn(useReportWords());
  const entries = useMemo<readonly Entry[]>(() => timelineOf(detail.events, words), [detail.events, words]);
  const { address, port } = row.remote ?? row.plan.to;
  const isDone = isOver(row.state);
  const outcome = faultOutcome(row);
  const predicted = useMemo(() => predictedSpan(row), [row]);
  return (
    <Screen>
      <BackLink href="/sessions" text={say.back} />
      <ScreenHead
        title={say.heading(row.session, row.label)}
        lead={<span className="mono">{`${address}:${port}`}</span>}
      >
        <StateBadge state={row.state} />
        <ExportButtons row={row} />
      </ScreenHead>
      {row.struck !== null && (outcome === 'pending' || outcome === 'detected') ? (
        <Stopwatch row={row} struck={row.struck} />
      ) : isDone ? (
        <Ending row={row} />
      ) : (
        <Forecasts row={row} watch={detail.watch} />
      )}
      {row.struck !== null && outcome === 'undetected' && <PastFault row={row} struck={row.struck} />}
      {isLive && !isDone && <BreakButtons row={row} />}
      <Timeline entries={entries} startedAt={row.startedAt} endedAt={row.endedAt} predicted={predicted} />
      <div className={styles.facts}>
        <KernelFacts row={row} detail={detail} />
        <SettingsFacts row={row} />
      </div>
      <EventList entries={entries} startedAt={row.startedAt} />
    </Screen>
  );
}

/** Where the verdict was predicted, since the opening. */
function predictedSpan(row: SessionRow) {
  const { struck, startedAt } = row;
  const prediction = predictionInForce(row);
  if (struck === null || prediction === null || prediction.kind !== 'interval') return null;
  const zero = msBetween(startedAt, struck.began.from);
  return { fromMs: zero + prediction.fromMs, toMs: zero + Math.min(prediction.toMs, 86_400_000) };
}
