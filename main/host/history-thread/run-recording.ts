import type { Recorder } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { RunEvent } from '#model/event.ts';
import { writeRescueFile } from '#recorder';
import type { HistoryThread } from './history-thread.ts';
import { Outbox } from './outbox.ts';

/** Events that a crash must not lose. */
const precious: ReadonlySet<RunEvent['type']> = new Set(['started', 'trial-ended', 'ended']);

export interface Saved {
  /** Why not everything is in the history; null when it is. */
  readonly trouble: HalfopenError | null;
  /** The file that has what is not; `history import` reads it. */
  readonly rescued: string | null;
}

/** One run, recorded on a history thread. */
export class RunRecording implements Recorder {
  readonly #thread: HistoryThread;
  readonly #run: string;
  readonly #path: string;
  readonly #outbox: Outbox<RunEvent>;
  #isConcluding = false;
  #isOver = false;

  /** @throws HalfopenError why a run could not be recorded. */
  static async begin(thread: HistoryThread, path: string, run: string): Promise<RunRecording> {
    await thread.ask('run.begin', run);
    return new RunRecording(thread, path, run);
  }

  /** Until it is concluded. */
  get isOpen(): boolean {
    return !this.#isOver;
  }

  private constructor(thread: HistoryThread, path: string, run: string) {
    this.#thread = thread;
    this.#path = path;
    this.#run = run;
    this.#outbox = new Outbox(thread, run, (events) => thread.tell('run.append', run, events));
  }

  /** Why the last attempt to write failed; null when it succeeded, and once `conclude` is to tell. */
  get writeError(): HalfopenError | null {
    return this.#isConcluding ? null : this.#outbox.error;
  }

  append(events: readonly RunEvent[]): void {
    this.#outbox.append(
      events,
      events.some(({ type }) => precious.has(type)),
    );
  }

  /**
   * The run is over: writes the rest, computes and saves the result.
   * @throws HalfopenError `nothing-saved` when neither the history nor any file takes it.
   */
  async conclude(): Promise<Saved> {
    this.#isConcluding = true;
    this.#outbox.send();
    try {
      const { trouble, rescued } = await this.#thread.ask('run.conclude', this.#run);
      return { trouble: trouble === null ? null : new HalfopenError(trouble), rescued };
    } catch (error) {
      if (this.#thread.gone === null) throw error;
      return { trouble: this.#thread.gone, rescued: this.#rescued() };
    } finally {
      this.#isOver = true;
      this.#outbox.close();
    }
  }

  /** The thread has ended, and with it whatever it had not written. */
  #rescued(): string | null {
    const { unsettled } = this.#outbox;
    if (unsettled.length === 0) return null;
    return writeRescueFile(this.#path, { name: this.#run, contents: `experiment ${this.#run}` }, unsettled);
  }
}
