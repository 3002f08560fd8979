/**
 * The history, on threads of its own: one records, another one answers what people ask, so that an import or a report waits for
 * nobody and delays nobody. Each has a connection to the same database. `main/recorder` knows nothing of threads.
 */
import type { ExperimentResult } from '#model/result/result.ts';
import type { Imported } from '#recorder';
import type { CallName, Calls } from './calls.ts';
import { HistoryThread } from './history-thread.ts';
import { RunRecording } from './run-recording.ts';
import { SessionRecording } from './session-recording.ts';

export { RunRecording } from './run-recording.ts';
export type { Saved } from './run-recording.ts';
export { SessionRecording } from './session-recording.ts';

/**
 * What may wait for a lock is done where records wait for it anyway, so that nobody who only reads waits, too. An import stays
 * with the reports: it takes long.
 */
const waitForLock: ReadonlySet<CallName> = new Set([
  'change',
  'hide',
  'unhide',
  'setPreferences',
  'applyRetention',
  'prune',
  'markOpen',
  'unmarkOpen',
] as const);

export class ThreadedHistory {
  readonly path: string;
  readonly #reading: HistoryThread;
  readonly #writing: HistoryThread;
  readonly #runs = new Map<string, RunRecording>();
  #sessions: SessionRecording | null = null;

  /** @throws HalfopenError when the history cannot be opened: locked, damaged, read-only, from the future. */
  static async open(path: string): Promise<ThreadedHistory> {
    // A database in memory is seen by one connection only.
    if (path === ':memory:') {
      const both = await HistoryThread.open(path);
      return new ThreadedHistory(path, both, both);
    }
    // Both at once, as two programs may: starting a thread takes longer than opening a history.
    const opening = [HistoryThread.open(path), HistoryThread.open(path)] as const;
    try {
      return new ThreadedHistory(path, ...(await Promise.all(opening)));
    } catch (error) {
      for (const thread of opening) void thread.then((open) => open.close()).catch(() => undefined);
      throw error;
    }
  }

  private constructor(path: string, writing: HistoryThread, reading: HistoryThread) {
    this.path = path;
    this.#writing = writing;
    this.#reading = reading;
  }

  /** @throws HalfopenError what the call throws; `history-thread-ended`. */
  ask<Name extends CallName>(name: Name, ...args: Parameters<Calls[Name]>): Promise<ReturnType<Calls[Name]>> {
    return (waitForLock.has(name) ? this.#writing : this.#reading).ask(name, ...args);
  }

  /**
   * What this program records now is left alone by an import.
   * @throws HalfopenError `import-invalid` and others of `importBundle` in main/recorder.
   */
  import(text: string, source: string): Promise<Imported> {
    const runs = new Set([...this.#runs].flatMap(([run, { isOpen }]) => (isOpen ? [run] : [])));
    return this.ask('import', text, source, { runs, sessions: this.#sessions?.open ?? new Set() });
  }

  /** @throws HalfopenError why a run could not be recorded. */
  async recordRun(run: string): Promise<RunRecording> {
    const recording = await RunRecording.begin(this.#writing, this.path, run);
    for (const [id, { isOpen }] of this.#runs) if (!isOpen) this.#runs.delete(id);
    this.#runs.set(run, recording);
    return recording;
  }

  /** A program needs one, for all its live sessions. */
  recordSessions(): SessionRecording {
    this.#sessions = new SessionRecording(this.#writing, this.#reading);
    return this.#sessions;
  }

  /** The result of a run that this program has just concluded, saved or not. */
  resultOf(run: string): Promise<ExperimentResult> {
    return this.#writing.ask('run.result', run);
  }

  async close(): Promise<void> {
    await this.#reading.close();
    await this.#writing.close();
  }
}
