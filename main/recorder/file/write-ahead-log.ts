import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import { busyTimeoutMs } from './busy-timeout.ts';
import { sqliteCode } from './sqlite-errors.ts';

const retryMs = 10;

/**
 * Programs read the history while another one records, and a crash loses nothing: both need the write-ahead log. SQLite's
 * busy timeout does not apply to a change of the journal mode, so this waits for other processes itself.
 * @throws HalfopenError `history-needs-wal` where the file system has no memory that processes share: some network drives.
 */
export function useWriteAheadLog(db: Database, path: string): void {
  const granted = journalMode(db, path);
  // A database in memory has one reader, and no crash to survive.
  if (granted !== 'wal' && path !== ':memory:') throw needsWal(path, `SQLite chose the journal mode "${granted}"`);
}

function journalMode(db: Database, path: string): string {
  for (let waitedMs = 0; ; waitedMs += retryMs)
    try {
      return String(db.pragma('journal_mode = WAL', { simple: true }));
    } catch (error) {
      const code = sqliteCode(error);
      if (code?.startsWith('SQLITE_IOERR_SHM') === true) throw needsWal(path, `SQLite answered ${code}`, error);
      if (code !== 'SQLITE_BUSY' || waitedMs >= busyTimeoutMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
}

const needsWal = (path: string, why: string, cause?: unknown): HalfopenError =>
  new HalfopenError(
    {
      code: 'history-needs-wal',
      fault: 'input',
      message: `The history ${path} cannot be used there: it needs a write-ahead log, and ${why}.`,
      hint: 'Choose a file on a local disk with --db.',
      given: path,
      allowed: 'a file system on which processes share memory',
    },
    cause,
  );
