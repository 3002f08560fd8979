/** The program of a history thread: it opens the history in `workerData`, and answers until it is told to close. */
import { parentPort, workerData } from 'node:worker_threads';
import { HalfopenError } from '#model/error.ts';
import type { ErrorDetail } from '#model/error.ts';
import { openHistory } from '#recorder';
import type { History } from '#recorder';
import { callsOf } from './calls.ts';
import { closeCall } from './messages.ts';
import type { Ask, FromThread } from './messages.ts';

const post = (message: FromThread): void => parentPort?.postMessage(message);

function serve(history: History): void {
  const calls: Readonly<Record<string, (...args: never[]) => unknown>> = callsOf(history, (progress) =>
    post({ say: 'progress', progress }),
  );
  parentPort?.on('message', ({ id, name, args }: Ask) => {
    try {
      const value = name === closeCall ? history.close() : calls[name]?.(...(args as never[]));
      if (id !== null) post({ say: 'answer', id, value });
    } catch (error) {
      if (id === null) throw error;
      post({ say: 'refusal', id, error: detailOf(error) });
    }
    if (name === closeCall) parentPort?.close();
  });
  post({ say: 'open' });
}

const detailOf = (error: unknown): ErrorDetail =>
  error instanceof HalfopenError
    ? error.detail
    : {
        code: 'internal',
        fault: 'internal',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };

try {
  serve(openHistory(workerData as string));
} catch (error) {
  post({ say: 'not-open', error: detailOf(error) });
  parentPort?.close();
}
