import type { LiveRecord } from '#engine/ports.ts';
import type { HalfopenError } from '#model/error.ts';
import type { LiveEvent, RecordedLiveEvent, SessionId, SessionPlan, SessionRow } from '#model/live/live.ts';
import type { PastQuery, PastSessions, SessionItem } from '#recorder';
import type { EncodedFile, SessionFileQuery } from './files.ts';
import type { HistoryThread } from './history-thread.ts';
import { sessionsRecorder } from './messages.ts';
import { Outbox } from './outbox.ts';

/** While nothing is heard of the record, whoever waits for it looks again so often. */
const lookAgainMs = 500;

/** All live sessions of this program, recorded on one history thread and read on another. */
export class SessionRecording implements LiveRecord {
  readonly #writing: HistoryThread;
  readonly #reading: HistoryThread;
  readonly #outbox: Outbox<SessionItem>;
  readonly #open = new Set<SessionId>();

  constructor(writing: HistoryThread, reading: HistoryThread) {
    this.#writing = writing;
    this.#reading = reading;
    this.#outbox = new Outbox(writing, sessionsRecorder, (items) => writing.tell('sessions.append', items));
  }

  /** Why the last attempt to write failed; null when it succeeded. */
  get writeError(): HalfopenError | null {
    return this.#outbox.error;
  }

  async begin(plans: readonly SessionPlan[], openedAt: string): Promise<readonly SessionId[]> {
    const sessions = await this.#writing.ask('sessions.begin', plans, openedAt);
    for (const session of sessions) this.#open.add(session);
    return sessions;
  }

  /** Sessions that are being recorded. */
  get open(): ReadonlySet<SessionId> {
    return this.#open;
  }

  append(events: readonly LiveEvent[]): void {
    this.#outbox.append(events, false);
  }

  conclude(row: SessionRow): void {
    this.#open.delete(row.session);
    this.#outbox.append([row], true);
  }

  /** Grows whenever more may be recorded. */
  get version(): number {
    return this.#outbox.version;
  }

  /** Resolves when `version` is no longer the one given, after half a second, or when `signal` aborts: then to false. */
  changed(version: number, signal: AbortSignal): Promise<boolean> {
    if (this.version !== version) return Promise.resolve(!signal.aborted);
    return new Promise((resolve) => {
      const finish = (): void => {
        stop();
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        resolve(!signal.aborted);
      };
      const stop = this.#outbox.onProgress(finish);
      const timer = setTimeout(finish, lookAgainMs);
      signal.addEventListener('abort', finish);
      if (signal.aborted) finish();
    });
  }

  /** Recorded events after `seq`, in order. A view shows no others. */
  eventsAfter(session: SessionId, seq: number, limit: number): Promise<readonly RecordedLiveEvent[]> {
    return this.#reading.ask('sessionEvents', session, seq, limit);
  }

  /** The last row of a session that is over; null for any other. */
  past(session: SessionId): Promise<SessionRow | null> {
    return this.#reading.ask('pastSession', session);
  }

  /** Sessions that are over, the latest first. */
  async pastSessions(query: PastQuery): Promise<PastSessions> {
    await this.flush();
    return this.#reading.ask('pastSessions', query);
  }

  /** Null when there is no such session. */
  async file(query: SessionFileQuery): Promise<EncodedFile | null> {
    await this.flush();
    return this.#reading.ask('sessionFile', query);
  }

  /**
   * Writes the rest. What the database does not take goes to a rescue file.
   * @returns the path of that file, or null when everything is in the database.
   * @throws HalfopenError `nothing-saved` when no disk takes the rescue file.
   */
  async close(): Promise<string | null> {
    this.#outbox.send();
    this.#outbox.close();
    this.#open.clear();
    return this.#writing.ask('sessions.close');
  }

  /** So that what was appended is seen by whoever reads next; while the database is locked it is not. */
  async flush(): Promise<void> {
    this.#outbox.send();
    await this.#writing.ask('sessions.flush');
  }
}
