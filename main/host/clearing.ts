/** What was deleted, or is older than what is kept, goes when the program starts: a little at a time. */
import { HalfopenError } from '#model/error.ts';
import type { History } from '#recorder';
import { pause } from './pause.ts';

export interface ClearingParts {
  readonly history: History;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Between two experiments, each of which may take long to forget. */
const breathMs = 20;

/** Says that this program shows the history, until `end`. */
export function startClearing({ history, log, signal }: ClearingParts): { end(): Promise<void> } {
  // A disk that is full keeps nobody from looking.
  const tolerant = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof HalfopenError)) throw error;
      log(error.detail.message);
      return null;
    }
  };
  const forgotten = tolerant(() => history.clearable()) ?? [];
  const presence = tolerant(() => history.present());
  const cleared = (async () => {
    for (const id of forgotten) {
      if (!(await pause(breathMs, signal))) return;
      if (tolerant(() => history.clear(id) ?? true) === null) return;
    }
  })();
  return {
    async end() {
      await cleared;
      tolerant(() => presence?.end());
    },
  };
}
