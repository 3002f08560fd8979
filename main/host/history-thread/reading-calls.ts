/** What people ask of a history, and what views follow. */
import type { RecordedEvent } from '#model/event.ts';
import type { RecordedLiveEvent, SessionId, SessionRow } from '#model/live/live.ts';
import type { HistoryChange, HistoryPage, HistoryPageQuery, Preferences } from '#model/history-query.ts';
import type { Trace } from '#model/replay/trace.ts';
import type { TrialTrace } from '#model/replay/result.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { importBundle } from '#recorder';
import type {
  History,
  HistoryEntry,
  Imported,
  PastQuery,
  PastSessions,
  RecordedElsewhere,
  SessionRecorder,
} from '#recorder';
import { traceOf, tracesOf } from '#host/traces.ts';
import { encoded, experimentFile, sessionFile } from './files.ts';
import type { EncodedFile, ExperimentFileQuery, SessionFileQuery, TextFile } from './files.ts';

/** A run as it is recorded so far. */
export interface Look {
  /** Null when there is no such run. */
  readonly status: HistoryEntry['status'] | null;
  /** What decides about its trials, after the last that was seen. */
  readonly milestones: readonly RecordedEvent[];
}

export function readingCalls(history: History, sessions: SessionRecorder) {
  let marker: ReturnType<History['markOpen']> | null = null;
  return {
    page: (query: HistoryPageQuery): HistoryPage => history.page(query),
    get: (id: string): ExperimentResult => history.get(id),
    change: (ids: readonly string[], change: HistoryChange): void => history.change(ids, change),
    hide: (ids: readonly string[]): void => history.hide(ids),
    unhide: (ids: readonly string[]): void => history.unhide(ids),
    import(text: string, source: string, recorded: RecordedElsewhere): Imported {
      history.noteRecordedElsewhere(recorded);
      return importBundle(history, text, source);
    },
    text: (query: ExperimentFileQuery): TextFile => experimentFile(history, query),
    file: (query: ExperimentFileQuery): EncodedFile => encoded(experimentFile(history, query)),
    revision: (): number => history.revision(),
    preferences: (): Preferences => history.preferences(),
    setPreferences: (changes: Partial<Preferences>): Preferences => history.setPreferences(changes),
    traces: (run: string): readonly TrialTrace[] => tracesOf(history, run),
    trace: (run: string, trial: number): Trace => traceOf(history, run, trial),
    status: (run: string): HistoryEntry['status'] | null => history.statusOf(run),
    trialEvents: (run: string, trial: number): readonly RecordedEvent[] => history.trialEvents(run, trial),
    look(run: string, afterSeq: number, limit: number): Look {
      // Asked first: whatever was told before the run was over is recorded by then.
      const status = history.statusOf(run);
      return { status, milestones: history.milestones(run, afterSeq, limit) };
    },
    sessionEvents: (session: SessionId, afterSeq: number, limit: number): readonly RecordedLiveEvent[] =>
      sessions.sessionEventsAfter(session, afterSeq, limit),
    pastSessions: (query: PastQuery): PastSessions => sessions.pastSessions(query),
    pastSession: (session: SessionId): SessionRow | null => sessions.pastSession(session),
    sessionFile(query: SessionFileQuery): EncodedFile | null {
      const file = sessionFile(sessions, query);
      return file === null ? null : encoded(file);
    },
    applyRetention: (): readonly string[] => history.applyRetention(),
    prune: (id: string): void => history.prune(id),
    markOpen(): void {
      marker ??= history.markOpen();
    },
    unmarkOpen(): void {
      marker?.remove();
      marker = null;
    },
  };
}
