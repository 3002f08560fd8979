/** Removes old and deleted experiments for good when the program starts: one at a time, so that it stays responsive. */
import { HalfopenError } from '#model/error.ts';
import type { ThreadedHistory } from './history-thread/index.ts';
import { pause } from './pause.ts';

export interface PruningParts {
  readonly history: ThreadedHistory;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Between two experiments, each of which may take long to remove. */
const pauseMs = 20;

/** Marks the history as open in this program, until `end`. */
export function startPruning({ history, log, signal }: PruningParts): { end(): Promise<void> } {
  // A history that cannot be written, on a full disk for instance, can still be read.
  const tolerant = async <T>(asked: Promise<T>): Promise<T | null> => {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof HalfopenError)) throw error;
      log(error.detail.message);
      return null;
    }
  };
  const pruned = (async () => {
    const prunable = (await tolerant(history.ask('applyRetention'))) ?? [];
    await tolerant(history.ask('markOpen'));
    for (const id of prunable) {
      if (!(await pause(pauseMs, signal))) return;
      if ((await tolerant(history.ask('prune', id).then(() => true))) === null) return;
    }
  })();
  return {
    async end() {
      await pruned;
      await tolerant(history.ask('unmarkOpen'));
    },
  };
}
