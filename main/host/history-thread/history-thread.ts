/** A thread that owns a connection to the history, so that no disk and no lock ever delays what is measured. */
import { Worker } from 'node:worker_threads';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';
import type { CallName, Calls } from './calls.ts';
import { closeCall } from './messages.ts';
import type { Ask, FromThread, Progress } from './messages.ts';

type ArgsOf<Name extends CallName> = Parameters<Calls[Name]>;
type AnswerOf<Name extends CallName> = ReturnType<Calls[Name]>;

interface Waiter {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: HalfopenError) => void;
}

const program = new URL('./history-thread-program.ts', import.meta.url);

export class HistoryThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiter>();
  readonly #onProgress = new Set<(progress: Progress) => void>();
  readonly #onGone = new Set<(why: HalfopenError) => void>();
  #lastId = 0;
  #gone: HalfopenError | null = null;

  /** @throws HalfopenError when the history cannot be opened; see `openHistory` of main/recorder. */
  static open(path: string): Promise<HistoryThread> {
    return new Promise((resolve, reject) => {
      const thread = new HistoryThread(new Worker(program, { workerData: path, execArgv: [] }), (refusal) =>
        refusal === null ? resolve(thread) : reject(refusal),
      );
    });
  }

  private constructor(worker: Worker, onOpen: (refusal: HalfopenError | null) => void) {
    this.#worker = worker;
    worker.on('message', (message: FromThread) => {
      if (message.say === 'open') onOpen(null);
      else if (message.say === 'not-open') onOpen(new HalfopenError(message.error));
      else this.#hear(message);
    });
    worker.on('error', (error) => this.#end(gone(error instanceof Error ? error.message : String(error)), onOpen));
    worker.on('exit', (code) => this.#end(gone(`code ${code}`), onOpen));
  }

  /** Why it ended; null while it runs. */
  get gone(): HalfopenError | null {
    return this.#gone;
  }

  /** Answers come in the order of what was asked. @throws HalfopenError what the thread threw, or `history-thread-ended`. */
  ask<Name extends CallName>(name: Name, ...args: ArgsOf<Name>): Promise<AnswerOf<Name>> {
    return this.#ask(name, args) as Promise<AnswerOf<Name>>;
  }

  /** Asks, and waits for no answer. Nothing happens when the thread has ended: see `onGone`. */
  tell<Name extends CallName>(name: Name, ...args: ArgsOf<Name>): void {
    if (this.#gone === null) this.#post({ id: null, name, args });
  }

  /** Calls `handle` after each attempt of a recorder to write; returns how to stop. */
  onProgress(handle: (progress: Progress) => void): () => void {
    this.#onProgress.add(handle);
    return () => void this.#onProgress.delete(handle);
  }

  /** Calls `handle` once, when the thread ends without having been closed; returns how to stop. */
  onGone(handle: (why: HalfopenError) => void): () => void {
    this.#onGone.add(handle);
    return () => void this.#onGone.delete(handle);
  }

  /** Resolves when all that was asked is done and the history is closed. */
  async close(): Promise<void> {
    this.#onGone.clear();
    if (this.#gone !== null) return;
    const exited = new Promise((resolve) => void this.#worker.once('exit', resolve));
    await this.#ask(closeCall, []);
    await exited;
  }

  #ask(name: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ id, name, args });
    });
  }

  #post(ask: Ask): void {
    this.#worker.postMessage(ask);
  }

  #hear(message: Exclude<FromThread, { say: 'open' | 'not-open' }>): void {
    if (message.say === 'progress') for (const handle of this.#onProgress) handle(message.progress);
    else {
      const waiter = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.say === 'answer') waiter?.resolve(message.value);
      else waiter?.reject(errorOf(message.error));
    }
  }

  #end(why: HalfopenError, onOpen: (refusal: HalfopenError) => void): void {
    if (this.#gone !== null) return;
    this.#gone = why;
    onOpen(why);
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
    for (const handle of this.#onGone) handle(why);
    this.#onGone.clear();
  }
}

const errorOf = (detail: ErrorDetail): HalfopenError => new HalfopenError(detail);

const gone = (how: string): HalfopenError =>
  new HalfopenError({
    code: 'history-thread-ended',
    fault: 'internal',
    message: `The thread that keeps the history ended unexpectedly: ${how}.`,
    hint: 'What it had written is in the history. Start Halfopen again.',
  });
