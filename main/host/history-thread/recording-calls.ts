/** Recording, as a history thread does it: recorders by the id of their run, and one for all live sessions. */
import type { RunEvent } from '#model/event.ts';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';
import type { SessionId, SessionPlan } from '#model/live/live.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import type { ExperimentRecorder, History, SessionItem, SessionRecorder } from '#recorder';
import { sessionsRecorder } from './messages.ts';
import type { Progress } from './messages.ts';

export interface Concluded {
  /** Why not everything is in the history; null when it is. */
  readonly trouble: ErrorDetail | null;
  /** The file that has what is not; `history import` reads it. */
  readonly rescued: string | null;
}

/** Another program's write takes milliseconds; nobody who looks at a screen waits longer. */
const briefWaitMs = 50;

type Tell = (progress: Progress) => void;

/** Calls back after each attempt of the recorder to write. */
function telling(recorder: ExperimentRecorder | SessionRecorder, of: string, tell: Tell): void {
  recorder.onAttempt(() => tell({ of, settled: recorder.settledCount, error: recorder.writeError?.detail ?? null }));
}

export function sessionCalls(sessions: SessionRecorder, tell: Tell) {
  telling(sessions, sessionsRecorder, tell);
  return {
    'sessions.begin': (plans: readonly SessionPlan[], openedAt: string): readonly SessionId[] =>
      sessions.begin(plans, openedAt),
    'sessions.append': (items: readonly SessionItem[]): void => sessions.append(items),
    /** So that what was appended is seen by whoever reads next. */
    'sessions.flush': (): void => sessions.flush(briefWaitMs),
    /** @throws HalfopenError `nothing-saved`. */
    'sessions.close': (): string | null => sessions.close(),
  };
}

export function runCalls(history: History, tell: Tell) {
  const recorders = new Map<string, ExperimentRecorder>();
  /** What arrived in this turn of the event loop: trials that end together cost one wait for the disk. */
  const arrived = new Map<string, RunEvent[]>();
  const deliver = (run: string): void => {
    recorders.get(run)?.append(arrived.get(run) ?? []);
    arrived.delete(run);
  };
  // The latest only: whoever wants it asks at once.
  let latest: ExperimentResult | null = null;

  return {
    /** @throws HalfopenError why a run could not be recorded. */
    'run.begin'(run: string): void {
      history.proveWritable();
      const recorder = history.recorder(run);
      telling(recorder, run, tell);
      recorders.set(run, recorder);
    },
    'run.append'(run: string, events: readonly RunEvent[]): void {
      const earlier = arrived.get(run);
      if (earlier !== undefined) return void earlier.push(...events);
      arrived.set(run, [...events]);
      setImmediate(() => deliver(run));
    },
    /**
     * Writes the rest, computes the result from what was recorded, and saves it. A full disk loses neither: what is not in the
     * database is still in memory, and goes to a rescue file.
     * @throws HalfopenError `nothing-saved` when neither the history nor any file takes it.
     */
    'run.conclude'(run: string): Concluded {
      const recorder = recorders.get(run);
      if (recorder === undefined) throw new Error(`run ${run} is not being recorded`);
      deliver(run);
      recorders.delete(run);
      recorder.flush();
      latest = summarize([...history.events(run), ...recorder.unsaved], run);
      const result = latest;
      const rescued = recorder.close();
      const refusal = rescued === null ? refusalOf(() => history.saveResult(result)) : recorder.writeError;
      // Without all of its events it is not complete: its rescue file will complete it.
      if (rescued !== null) refusalOf(() => history.abandon(run));
      return { trouble: refusal?.detail ?? null, rescued };
    },
    /** What the last run that was concluded found, whether it could be saved or not. */
    'run.result'(run: string): ExperimentResult {
      return latest?.id === run ? latest : history.get(run);
    },
  };
}

function refusalOf(work: () => void): HalfopenError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof HalfopenError) return error;
    throw error;
  }
}
