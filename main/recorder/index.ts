/** The door of the recorder: the only place that knows SQLite. */
import { openDatabase } from './open.ts';
import { History } from './history.ts';
import { recover } from './recovery.ts';

export { dataFolder, defaultHistoryPath } from './open.ts';
export { exportBundle, importBundle } from './bundle.ts';
export type { Imported } from './bundle.ts';
export type { History, HistoryEntry } from './history.ts';
export type { RunRecorder } from './writer.ts';

/**
 * The history in `path`, made if it is not there, brought up to date, and with crashed runs saved as partial.
 * @throws HalfopenError that names the file and the way out.
 */
export function openHistory(path: string): History {
  const db = openDatabase(path, 'write');
  const history = new History(db, path);
  recover(db, history);
  return history;
}

/** The same for looking only: works on a read-only file and changes nothing. */
export const readHistory = (path: string): History => new History(openDatabase(path, 'read'), path);
