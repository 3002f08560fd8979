import type { History } from '../history.ts';
import { insertBundle, readBundle } from './bundle.ts';
import type { Imported } from './imported.ts';
import { isRescueFile, readRescueFile } from './rescue.ts';
import { completeRun } from './rescued-run.ts';

/**
 * Imports experiments and live sessions: a bundle, one bare result, or a rescue file. All of the file or, when an error is thrown, nothing.
 * The text is read and checked before the history is locked.
 * @param source where the text is from, for messages.
 * @throws HalfopenError `import-invalid`, `import-from-the-future`, `import-incomplete`, `experiment-finished`,
 * `experiment-running`.
 */
export function importBundle(history: History, text: string, source: string): Imported {
  if (!isRescueFile(text)) return insertBundle(history, readBundle(text, source));
  const rescued = readRescueFile(text, source);
  if (rescued.kind === 'experiment') return completeRun(history, rescued);
  return { imported: [], alreadyPresent: [], sessions: history.importSessions(rescued) };
}
