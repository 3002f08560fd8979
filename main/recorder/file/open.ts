/** Opens the database file of a history, to write or only to read. */
import { join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import envPaths from 'env-paths';
import { HalfopenError } from '#model/error.ts';
import { isOutdated, migrate, refuseForeignSchema } from '../migrations/migrate.ts';
import { busyTimeoutMs } from './busy-timeout.ts';
import { refuseUnreadable, refuseUnwritable } from './location.ts';
import { copyToMemory, snapshotInMemory } from './memory-copy.ts';
import { createForOwner, restrictToOwner } from './owner-only.ts';
import { explainingErrors, sqliteCode } from './sqlite-errors.ts';
import { useWriteAheadLog } from './write-ahead-log.ts';

/** better-sqlite3 13 is built for Node-API 10. On an older Node it crashes the process. */
const neededNodeApi = 10;

/** Where the system keeps a user's data: XDG_DATA_HOME, Application Support, AppData. */
const dataFolder = (): string => envPaths('halfopen', { suffix: '' }).data;
export const defaultHistoryPath = (): string => join(dataFolder(), 'history.db');
/** Beside the history. */
export const defaultReportsFolder = (): string => join(dataFolder(), 'reports');

/**
 * Opens the database, migrated to the current schema. Creates it when it is missing.
 * @throws HalfopenError that names the file and what to do: the file is read-only, damaged, locked or of a newer
 * Halfopen, or this Node cannot load SQLite.
 */
export function openToWrite(path: string): Database {
  refuseOldNode();
  if (path !== ':memory:') prepareFile(path);
  return opened(path, { timeout: busyTimeoutMs }, (db) => {
    db.pragma('foreign_keys = ON');
    useWriteAheadLog(db, path);
    // A commit returns when the disk has it (sqlite.org/pragma.html#pragma_synchronous): a power cut loses nothing that was
    // committed. Whoever measures writes from another thread (main/host/history-thread), and does not wait for the disk.
    db.pragma('synchronous = FULL');
    migrate(db);
    proveWritable(db);
  });
}

function prepareFile(path: string): void {
  refuseUnwritable(path);
  if (resolve(path) === resolve(defaultHistoryPath())) restrictToOwner(path, defaultReportsFolder());
  createForOwner(path);
}

/**
 * Opens the database to read. Changes nothing, and works for a file or folder that this user may not write to.
 * @throws HalfopenError as `openToWrite`, and `no-history`.
 */
export function openToRead(path: string): Database {
  refuseOldNode();
  refuseUnreadable(path);
  const db = openInPlace(path);
  if (db !== null && !isOutdated(db)) return db;
  return explainingErrors(path, () => {
    const copy = db === null ? copyToMemory(path) : closing(db, snapshotInMemory);
    try {
      refuseForeignSchema(copy, path);
      migrate(copy);
      return copy;
    } catch (error) {
      copy.close();
      throw error;
    }
  });
}

function closing<T>(db: Database, use: (db: Database) => T): T {
  try {
    return use(db);
  } finally {
    db.close();
  }
}

/** Null when SQLite would first have to write a file beside it. */
function openInPlace(path: string): Database | null {
  try {
    return opened(path, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs }, () => {});
  } catch (error) {
    const code = error instanceof HalfopenError ? sqliteCode(error.cause) : null;
    if (code === null || !/^SQLITE_(?:CANTOPEN|READONLY|FULL|IOERR_SHM)/.test(code)) throw error;
    return null;
  }
}

function opened(path: string, options: Sqlite.Options, prepare: (db: Database) => void): Database {
  return explainingErrors(path, () => {
    const db = new Sqlite(path, options);
    try {
      refuseForeignSchema(db, path);
      prepare(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A read-only file can be opened and fails at the first write, so this writes before anything is measured. */
function proveWritable(db: Database): void {
  db.exec('BEGIN IMMEDIATE; UPDATE experiment SET name = name WHERE 0; ROLLBACK');
}

/** The first `new Sqlite()` loads the native addon, the import does not: so this check comes early enough. */
function refuseOldNode(): void {
  if (Number(process.versions.napi) >= neededNodeApi) return;
  throw new HalfopenError({
    code: 'node-too-old',
    fault: 'machine',
    message: `The history needs Node 22 or newer; this is Node ${process.versions.node}.`,
    hint: 'Run it with npx or npm, which use the Node that Halfopen includes.',
  });
}
