/** Removes old and deleted experiments for good when the program starts: one at a time, so that it stays responsive. */
import { HalfopenError } from '#model/error.ts';
import type { History } from '#recorder';
import { pause } from './pause.ts';

export interface PruningParts {
  readonly history: History;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Between two experiments, each of which may take long to remove. */
const pauseMs = 20;

/** Marks the history as open in this program, until `end`. */
export function startPruning({ history, log, signal }: PruningParts): { end(): Promise<void> } {
  // A history that cannot be written, on a full disk for instance, can still be read.
  const tolerant = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof HalfopenError)) throw error;
      log(error.detail.message);
      return null;
    }
  };
  const prunable = tolerant(() => history.applyRetention()) ?? [];
  const marker = tolerant(() => history.markOpen());
  const pruned = (async () => {
    for (const id of prunable) {
      if (!(await pause(pauseMs, signal))) return;
      if (tolerant(() => history.prune(id) ?? true) === null) return;
    }
  })();
  return {
    async end() {
      await pruned;
      tolerant(() => marker?.remove());
    },
  };
}
