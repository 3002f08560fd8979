/** Copies a history that must not be changed on disk into memory, where it can be migrated. */
import { closeSync, copyFileSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { busyTimeoutMs } from './busy-timeout.ts';
import { refuseUnreadable } from './location.ts';
import { toHalfopenError } from './sqlite-errors.ts';

const retryMs = 10;
/** Two changes within this time may leave the same time of change behind: that of the kernel's last tick. */
const settledAfterMs = 20;
/** The header of a write-ahead log. Its salt changes when the log begins again (sqlite.org/fileformat.html section 4.1). */
const logHeaderBytes = 32;

/** As the open database is at one instant. Others may write to it meanwhile. */
export const snapshotInMemory = (db: Database): Database => inMemory(db.serialize());

/**
 * The file at `path` together with its write-ahead log, for where SQLite cannot open it: it refuses to read a log in a
 * folder that it cannot write to (sqlite.org/wal.html section 5).
 * @throws HalfopenError `history-locked` when another program changes it all the time.
 */
export function copyToMemory(path: string): Database {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
  try {
    const copy = join(folder, 'history.db');
    for (let waitedMs = 0; !copied(path, copy); waitedMs += retryMs) {
      if (waitedMs >= busyTimeoutMs)
        throw toHalfopenError(new Sqlite.SqliteError('always changing', 'SQLITE_BUSY'), path);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
    const db = new Sqlite(copy);
    try {
      return snapshotInMemory(db);
    } finally {
      db.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Copies the file, then its log. While the log does not begin again, this is consistent: whatever is moved from the log
 * into the file meanwhile is in the log still, and a last entry that is half written fails its checksum.
 * @returns false when the log began again, or the file was changed without one.
 */
function copied(path: string, copy: string): boolean {
  const before = stateOf(path);
  copyFileSync(path, copy);
  rmSync(`${copy}-wal`, { force: true });
  if (before.log !== null) {
    try {
      copyFileSync(`${path}-wal`, `${copy}-wal`);
    } catch {
      return false;
    }
    return before.log === logHeader(copy) && before.log === logHeader(path);
  }
  const after = stateOf(path);
  return after.log === null && after.changed === before.changed && Date.now() - before.changedMs > settledAfterMs;
}

function stateOf(path: string) {
  const { ino, size, mtimeNs, ctimeNs, mtimeMs } = statSync(path, { bigint: true });
  return { log: logHeader(path), changed: `${ino} ${size} ${mtimeNs} ${ctimeNs}`, changedMs: Number(mtimeMs) };
}

/** Null when there is no log, or an empty one. */
function logHeader(path: string): string | null {
  let file: number;
  try {
    file = openSync(`${path}-wal`, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    refuseUnreadable(`${path}-wal`);
    throw error;
  }
  try {
    const header = Buffer.alloc(logHeaderBytes);
    return readSync(file, header, 0, logHeaderBytes, 0) === 0 ? null : header.toString('hex');
  } finally {
    closeSync(file);
  }
}

function inMemory(image: Buffer): Database {
  // Bytes 18 and 19: 2 means write-ahead log, which a database in memory cannot have; 1 means a rollback journal
  // (sqlite.org/fileformat.html section 1.3.3).
  if (image.length > 20) image.fill(1, 18, 20);
  return new Sqlite(image);
}
