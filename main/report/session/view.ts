/** Everything that a report of one session needs, in any format, computed once. */
import { faultLabel } from '#model/faults/index.ts';
import type { LiveEvent, SessionRow } from '#model/live/live.ts';
import type { Effective } from '#model/options.ts';
import type { Prediction } from '#model/prediction.ts';
import type { Fault } from '#model/faults/index.ts';
import { isOver } from '#model/live/session-row.ts';
import { detectionMsOf, isAsPredicted, predictionInForce } from '#model/live/fault-outcome.ts';
import { msBetween } from '#model/time.ts';
import type { Ns } from '#model/time.ts';
import { faultText, verdictText } from '../text/cell-text.ts';
import { cleaned } from '../text/clean.ts';
import { duration, exact, exactRange, instant, setting } from '../text/numbers.ts';
import { endpoint, timelineOf } from './timeline.ts';
import type { Entry } from './timeline.ts';
import { settingsText } from '../text/settings.ts';
import type { Words } from '../words/en.ts';
import type { SessionWords } from '../words/session-en.ts';

/** One session, and all that was told of it. */
export interface SessionStory {
  readonly row: SessionRow;
  readonly events: readonly LiveEvent[];
}

export interface SaidIn {
  readonly words: Words;
  readonly session: SessionWords;
}

type Facts = readonly (readonly [string, string])[];

export interface SessionView {
  readonly row: SessionRow;
  readonly title: string;
  readonly headline: string;
  readonly facts: Facts;
  readonly verdict: Facts;
  /** Option, asked, got, by which call. */
  readonly options: readonly (readonly [string, string, string, string])[];
  readonly entries: readonly Entry[];
  readonly measuredMs: number | null;
  /** Null where nothing was predicted or nothing came of it yet. */
  readonly withinPrediction: boolean | null;
  /** The last instant that was told. */
  readonly until: Ns;
}

export function sessionView({ row: raw, events }: SessionStory, said: SaidIn): SessionView {
  const row = cleaned(raw);
  const entries = cleaned(timelineOf(events, said.session));
  const last = entries.reduce((latest, { at }) => (at > latest ? at : latest), row.startedAt);
  const measuredMs = detectionMsOf(row);
  const withinPrediction = isAsPredicted(row);
  return {
    row,
    title: said.session.title(row.label, endpoint(row.remote ?? row.plan.to)),
    headline: headlineOf(row, measuredMs, said),
    facts: factsOf(row, said),
    verdict: verdictOf(row, { measuredMs, withinPrediction }, said),
    options: row.effective === null ? [] : optionsOf(row.effective, said),
    entries,
    measuredMs,
    withinPrediction,
    until: row.endedAt ?? last,
  };
}

const labelled = (fault: Fault) => ({ ...fault, label: faultLabel(fault) });

function headlineOf(row: SessionRow, measuredMs: number | null, { words, session }: SaidIn): string {
  const { headline: say } = session;
  const { struck, state, verdict, end } = row;
  if (end === 'not-connected') return say.notConnected;
  if (struck === null) return verdict === null ? say.quiet : say.unasked(verdictText(verdict, words));
  const fault = faultText(labelled(struck.fault), words);
  if (measuredMs !== null) return say.noticed(fault, duration(measuredMs));
  return isOver(state) || struck.ended !== null ? say.unnoticed(fault) : say.open(fault);
}

function factsOf(row: SessionRow, { words, session }: SaidIn): Facts {
  const say = session.facts;
  const { plan, local, remote, error } = row;
  return [
    [say.detector, row.label],
    [say.settings, settingsText(plan.detector, words) || session.none],
    [say.traffic, words.traffic[plan.traffic]],
    [say.local, local === null ? session.none : endpoint(local)],
    [say.remote, endpoint(remote ?? plan.to)],
    [say.opened, instant(row.openedAt)],
    ...(row.endedAt === null ? [] : [[say.lasted, duration(msBetween(row.startedAt, row.endedAt))] as const]),
    [say.state, session.state[row.state]],
    ...(row.end === null ? [] : [[say.end, session.end[row.end]] as const]),
    ...(row.tcpState === null ? [] : [[say.tcpState, row.tcpState] as const]),
    [say.heartbeats, String(row.heartbeatsSent)],
    ...(row.rttMs === null ? [] : [[say.rtt, duration(row.rttMs)] as const]),
    ...(error === null ? [] : [[say.error, error.message] as const]),
    ...(error?.hint === undefined ? [] : [[say.remedy, error.hint] as const]),
  ];
}

interface Outcome {
  readonly measuredMs: number | null;
  readonly withinPrediction: boolean | null;
}

function verdictOf(row: SessionRow, outcome: Outcome, said: SaidIn): Facts {
  const { words, session } = said;
  const say = session.facts;
  const { struck, verdict } = row;
  const reached: Facts = [[say.verdict, verdict === null ? session.none : verdictText(verdict, words)]];
  if (struck === null) return reached;
  const after = (at: Ns): string => session.afterOpening(exact(msBetween(row.startedAt, at)));
  return [
    [say.fault, faultText(labelled(struck.fault), words)],
    [say.struckAt, after(struck.began.from)],
    ...(struck.ended === null ? [] : [[say.healedAt, after(struck.ended.from)] as const]),
    ...reached,
    [say.measured, measuredText(outcome, session)],
    [
      predictionInForce(row) === null && struck.prediction !== null ? say.wasPredicted : say.predicted,
      predictedText(struck.prediction, session),
    ],
    ...(struck.prediction === null ? [] : reasons(struck.prediction, said)),
  ];
}

function measuredText({ measuredMs, withinPrediction }: Outcome, session: SessionWords): string {
  if (measuredMs === null) return session.none;
  const time = exact(measuredMs);
  if (withinPrediction === null) return time;
  return session.judged(time, withinPrediction ? session.agrees : session.disagrees);
}

function predictedText(prediction: Prediction | null, session: SessionWords): string {
  if (prediction === null) return session.notMade;
  if (prediction.kind === 'interval') return exactRange(prediction);
  return prediction.kind === 'never' ? session.never : session.unpredicted;
}

function reasons(prediction: Prediction, { words, session }: SaidIn): Facts {
  const { rule } = prediction;
  const { formula, source } = words.reasoning(prediction);
  const known: Readonly<Record<string, string | undefined>> = words.rule;
  const why = known[rule];
  return [
    [session.facts.rule, rule],
    ...(why === undefined ? [] : [[session.facts.why, why] as const]),
    [session.facts.formula, formula],
    [session.facts.source, source],
  ];
}

function optionsOf(effective: Effective, { words, session: { none } }: SaidIn): SessionView['options'] {
  return (['keepalive', 'userTimeoutMs'] as const).map((option) => {
    const state = effective[option];
    const name = words.option(option);
    if ('unsupported' in state) return [name, none, words.reason(state.unsupported), none] as const;
    const text = (value: number | object | undefined): string =>
      option === 'userTimeoutMs' && value === 0 ? words.off : valueText(value, none);
    const got = state.unreadable === undefined ? text(state.got) : words.reason(state.unreadable);
    return [name, text(state.asked), got, state.via] as const;
  });
}

function valueText(value: number | object | undefined, none: string): string {
  if (value === undefined) return none;
  if (typeof value === 'number') return setting(value);
  return Object.entries(value)
    .map(([key, inner]) => (key.endsWith('Ms') ? setting(Number(inner)) : `\u00d7\u00a0${String(inner)}`))
    .join(', ');
}
