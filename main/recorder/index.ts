/**
 * The door of the recorder, which writes experiments and live sessions to a history and reads them back. No other
 * layer knows SQLite.
 *
 * - `history.ts`: what the other layers call.
 * - `file`: the database file: how it is opened, and what its errors mean. `migrations`: its schema.
 * - `writing`: recorders turn events into rows; `batch-writer.ts` decides when they are written.
 * - `owners`: which process writes what, and whether it still runs. `recovery`: what to do when it does not.
 * - `reading`: lists, pages, past sessions. `managing`: notes, tags, deletion, retention, preferences.
 * - `transfer`: export and import.
 */
import { explainingErrors } from './file/sqlite-errors.ts';
import { openToRead, openToWrite } from './file/open.ts';
import { History } from './history.ts';
import { recoverExperiments } from './recovery/experiment-recovery.ts';
import { recoverSessions } from './recovery/session-recovery.ts';

export { defaultHistoryPath, defaultReportsFolder } from './file/open.ts';
export { fileOfOwner, folderOfOwner } from './file/owner-only.ts';
export type { History, RecordedElsewhere } from './history.ts';
export type { HistoryEntry, HistoryQuery } from './reading/list.ts';
export type { PastQuery, PastSessions } from './reading/sessions.ts';
export { exportBundle } from './transfer/export.ts';
export { importBundle } from './transfer/import.ts';
export type { Imported, ImportedSessions } from './transfer/imported.ts';
export type { ExperimentRecorder } from './writing/experiment-recorder.ts';
export { rescueFilesBeside, writeRescueFile } from './writing/rescue-file.ts';
export type { SessionItem, SessionRecorder } from './writing/session-recorder.ts';

/**
 * Opens the history in `path` to write: creates or migrates the file, and recovers what crashed processes left.
 * @throws HalfopenError that names the file and what to do.
 */
export function openHistory(path: string): History {
  const db = openToWrite(path);
  const history = new History(db, path);
  try {
    explainingErrors(path, () => {
      recoverExperiments(db, history);
      recoverSessions(db);
    });
    return history;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens the history to read only: changes nothing, and works for a read-only file or one of an older Halfopen.
 * @throws HalfopenError that names the file and what to do.
 */
export const readHistory = (path: string): History => new History(openToRead(path), path);
