/**
 * The history, on threads of its own: one records, another one answers what people ask, so that an import or a report waits for
 * nobody and delays nobody. Each has a connection to the same database. `main/recorder` knows nothing of threads.
 */
import type { ExperimentResult } from '#model/result/result.ts';
import { HistoryThread } from './history-thread.ts';
import { RunRecording } from './run-recording.ts';
import { SessionRecording } from './session-recording.ts';

export type { HistoryThread } from './history-thread.ts';
export { RunRecording } from './run-recording.ts';
export type { Saved } from './run-recording.ts';
export { SessionRecording } from './session-recording.ts';

export class ThreadedHistory {
  readonly path: string;
  readonly reading: HistoryThread;
  readonly #writing: HistoryThread;

  /** @throws HalfopenError when the history cannot be opened: locked, damaged, read-only, from the future. */
  static async open(path: string): Promise<ThreadedHistory> {
    const writing = await HistoryThread.open(path);
    // A database in memory is seen by one connection only.
    if (path === ':memory:') return new ThreadedHistory(path, writing, writing);
    try {
      return new ThreadedHistory(path, writing, await HistoryThread.open(path));
    } catch (error) {
      await writing.close();
      throw error;
    }
  }

  private constructor(path: string, writing: HistoryThread, reading: HistoryThread) {
    this.path = path;
    this.#writing = writing;
    this.reading = reading;
  }

  /** @throws HalfopenError why a run could not be recorded. */
  recordRun(run: string): Promise<RunRecording> {
    return RunRecording.begin(this.#writing, this.path, run);
  }

  /** A program needs one, for all its live sessions. */
  recordSessions(): SessionRecording {
    return new SessionRecording(this.#writing, this.reading);
  }

  /** The result of a run that this program has just concluded, saved or not. */
  resultOf(run: string): Promise<ExperimentResult> {
    return this.#writing.ask('run.result', run);
  }

  async close(): Promise<void> {
    await this.reading.close();
    await this.#writing.close();
  }
}
