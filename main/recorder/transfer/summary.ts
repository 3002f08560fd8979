import type { RunEvent } from '#model/event.ts';
import type { ExperimentResult } from '#model/result/result.ts';
import { summarize } from '#model/result/summarize.ts';
import { refused } from './refusal.ts';

/**
 * The result of a run whose events have been checked.
 * @throws HalfopenError `import-invalid` when it cannot be computed all the same.
 */
export function summaryOf(events: readonly RunEvent[], run: string, source: string): ExperimentResult {
  try {
    return summarize(events, run);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused('import-invalid', `${source} is not a Halfopen export: experiment ${run}: ${why}.`, source);
  }
}
