/** Live progress of `run`: a small region on a terminal, a line now and then in a log. */
import { createLogUpdate } from 'log-update';
import type { RunEvent } from '#model/event.ts';
import { describeProgress, noteProgress, renderProgress } from './progress-view.ts';
import type { Progress } from './progress-view.ts';

export interface ProgressOutput {
  readonly stream: NodeJS.WritableStream;
  readonly isTTY: boolean;
  readonly columns: number;
  /** Says nothing at all. */
  readonly quiet?: boolean;
}

export interface LiveProgress {
  onEvent(event: RunEvent): void;
  /** Takes the live region away; call before printing anything else. Safe to call twice. */
  done(): void;
}

/** Calm enough to read, quick enough to look alive. */
const frameEveryMs = 200;
const lineEveryMs = 5000;

export function createProgress({ stream, isTTY, columns, quiet = false }: ProgressOutput): LiveProgress {
  if (quiet) return { onEvent: () => undefined, done: () => undefined };
  const live = isTTY ? createLogUpdate(stream, { defaultWidth: columns }) : null;
  let progress: Progress | null = null;
  let startedMs = 0;
  let timer: NodeJS.Timeout | null = null;

  function show(): void {
    if (progress === null) return;
    const elapsedMs = performance.now() - startedMs;
    if (live === null) stream.write(`${describeProgress(progress, elapsedMs)}\n`);
    else live(renderProgress(progress, elapsedMs, columns));
  }

  function done(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
    live?.clear();
    live?.done();
  }

  return {
    onEvent(event) {
      progress = noteProgress(progress, event);
      if (event.type === 'started' && timer === null) {
        startedMs = performance.now();
        timer = setInterval(show, isTTY ? frameEveryMs : lineEveryMs);
        // What is shown must never be the reason that the program stays.
        timer.unref();
        show();
      }
      if (event.type === 'ended') done();
    },
    done,
  };
}
