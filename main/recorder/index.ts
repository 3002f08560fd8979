/** The door of the recorder: the only place that knows SQLite. */
import { History } from './history.ts';
import { openToRead, openToWrite } from './file/open.ts';
import { recover } from './recovery/experiment-recovery.ts';
import { recoverSessions } from './recovery/session-recovery.ts';
import { guarded } from './file/sqlite-errors.ts';

export { dataFolder, defaultHistoryPath } from './file/open.ts';
export { exportBundle, importBundle } from './transfer/bundle.ts';
export type { Imported } from './transfer/bundle.ts';
export type { History } from './history.ts';
export type { HistoryEntry, HistoryQuery } from './reading/list.ts';
export type { LiveRecorder } from './writing/session-recorder.ts';
export type { PastQuery, PastSessions } from './writing/session-rows.ts';
export type { RunRecorder } from './writing/experiment-recorder.ts';

/**
 * The history in `path`, made if it is not there, brought up to date, and with crashed runs saved as partial.
 * @throws HalfopenError that names the file and the way out.
 */
export function openHistory(path: string): History {
  const db = openToWrite(path);
  const history = new History(db, path);
  try {
    guarded(path, () => {
      recover(db, history);
      recoverSessions(db);
    });
    return history;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * The same for looking only: changes nothing, and reads what is read-only or of an older Halfopen.
 * @throws HalfopenError that names the file and the way out.
 */
export const readHistory = (path: string): History => new History(openToRead(path), path);
