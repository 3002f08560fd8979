import type { History } from '../history.ts';
import { bundleVersion } from './bundle-format.ts';

/**
 * Experiments with their events and annotations as the text of a file that `importBundle` reads.
 * @throws HalfopenError `experiment-not-found`, `experiment-ambiguous`.
 */
export function exportBundle(history: History, ids: readonly string[]): string {
  const experiments = [...new Set(ids.map((id) => history.find(id)))].map((id) => ({
    result: history.get(id),
    events: [...history.events(id)],
    kept: history.annotations(id),
  }));
  return `${JSON.stringify({ schema: bundleVersion, experiments })}\n`;
}
