import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import envPaths from 'env-paths';
import { HalfopenError } from '#model/error.ts';
import { copyInMemory } from './copy.ts';
import { isOutdated, migrate, refuseStrangers } from './migrate.ts';
import { refuseUnreadable, refuseUnwritable } from './place.ts';
import { guarded, sqliteCode } from './troubles.ts';

/** Another process writes for milliseconds; whoever waits longer than this is told. */
export const patienceMs = 5000;
const retryMs = 10;
/**
 * 64 MiB of log before a commit has to move it into the file and wait for the disk: no experiment gets there,
 * so that wait comes when the history is closed and not while something is measured. SQLite's own is 1000.
 */
const checkpointPages = 16_384;
/** better-sqlite3 13 is built for Node-API 10 and crashes the process on less. */
const neededNodeApi = 10;

/** In the user's data folder, where the system wants it (XDG_DATA_HOME, Application Support, AppData). */
export const dataFolder = (): string => envPaths('halfopen', { suffix: '' }).data;
export const defaultHistoryPath = (): string => join(dataFolder(), 'history.db');

/**
 * An open database of the current schema; made when it is missing.
 * @throws HalfopenError saying which file and what to do: read-only, damaged, locked, from the future, no SQLite here.
 */
export function openToWrite(path: string): Database {
  refuseOldNode();
  if (path !== ':memory:') refuseUnwritable(path);
  return opened(path, { timeout: patienceMs }, (db) => {
    db.pragma('foreign_keys = ON');
    writeAhead(db);
    // WAL and NORMAL survive a crash of the process; only a power cut may lose the last second.
    db.pragma('synchronous = NORMAL');
    db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
    migrate(db);
    proveWritable(db);
  });
}

/** A change of the mode waits for nobody, not even for another process that changes it likewise: so this does. */
function writeAhead(db: Database): void {
  for (let waitedMs = 0; ; waitedMs += retryMs)
    try {
      return void db.pragma('journal_mode = WAL');
    } catch (error) {
      if (sqliteCode(error) !== 'SQLITE_BUSY' || waitedMs >= patienceMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
}

/**
 * The same to look at: changes nothing, and can read what may not be written.
 * @throws HalfopenError as `openToWrite`, and `no-history`.
 */
export function openToRead(path: string): Database {
  refuseOldNode();
  refuseUnreadable(path);
  const db = openAsItIs(path);
  if (db !== null && !isOutdated(db)) return db;
  db?.close();
  return guarded(path, () => {
    const copy = copyInMemory(path);
    try {
      refuseStrangers(copy, path);
      migrate(copy);
      return copy;
    } catch (error) {
      copy.close();
      throw error;
    }
  });
}

/** Null when SQLite would have to write beside it first. */
function openAsItIs(path: string): Database | null {
  try {
    return opened(path, { readonly: true, fileMustExist: true, timeout: patienceMs }, () => {});
  } catch (error) {
    const code = error instanceof HalfopenError ? sqliteCode(error.cause) : null;
    if (code === null || !/^SQLITE_(?:CANTOPEN|READONLY|FULL|IOERR_SHM)/.test(code)) throw error;
    return null;
  }
}

function opened(path: string, options: Sqlite.Options, prepare: (db: Database) => void): Database {
  return guarded(path, () => {
    const db = new Sqlite(path, options);
    try {
      refuseStrangers(db, path);
      prepare(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A read-only file opens without complaint and fails at the first write: better before anything is measured. */
function proveWritable(db: Database): void {
  db.exec('BEGIN IMMEDIATE; UPDATE experiment SET name = name WHERE 0; ROLLBACK');
}

/** The native part of SQLite is loaded by the first `new`, not by the import: this comes in time. */
function refuseOldNode(): void {
  if (Number(process.versions.napi) >= neededNodeApi) return;
  throw new HalfopenError({
    code: 'node-too-old',
    fault: 'machine',
    message: `The history needs Node 22 or newer; this is Node ${process.versions.node}.`,
    hint: 'Run it with npx or npm, which use the Node that Halfopen includes.',
  });
}
