import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import envPaths from 'env-paths';
import { HalfopenError } from '#model/error.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { guarded } from './troubles.ts';

/** Another process writes for milliseconds; whoever waits longer than this is told. */
const busyTimeoutMs = 5000;
/** better-sqlite3 13 is built for Node-API 10 and crashes the process on less. */
const neededNodeApi = 10;

/** In the user's data folder, where the system wants it (XDG_DATA_HOME, Application Support, AppData). */
export const dataFolder = (): string => envPaths('halfopen', { suffix: '' }).data;
export const defaultHistoryPath = (): string => join(dataFolder(), 'history.db');

/**
 * An open database of the current schema.
 * @throws HalfopenError saying which file and what to do: read-only, damaged, locked, from the future, no SQLite here.
 */
export function openDatabase(path: string, mode: 'write' | 'read'): Database {
  refuseOldNode();
  if (mode === 'write' && path !== ':memory:') prepareFolder(path);
  return guarded(path, () => {
    const db = new Sqlite(path, { readonly: mode === 'read', fileMustExist: mode === 'read', timeout: busyTimeoutMs });
    try {
      db.pragma('foreign_keys = ON');
      if (mode === 'write') {
        db.pragma('journal_mode = WAL');
        // WAL and NORMAL survive a crash of the process; only a power cut may lose the last second.
        db.pragma('synchronous = NORMAL');
        migrate(db, path);
        proveWritable(db);
      } else if ((db.pragma('user_version', { simple: true }) as number) > schemaVersion) migrate(db, path);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A read-only file opens without complaint and fails at the first write: better before anything is measured. */
function proveWritable(db: Database): void {
  db.exec('BEGIN IMMEDIATE; UPDATE experiment SET note = note WHERE 0; ROLLBACK');
}

function prepareFolder(path: string): void {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const errno = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    throw new HalfopenError(
      {
        code: 'history-not-opened',
        fault: 'input',
        message: `The folder ${folder} cannot hold a history: ${errno}.`,
        hint: 'Make it writable for this user, or choose another file with --db.',
        given: path,
        errno,
      },
      error,
    );
  }
}

/** Its native part is loaded by the first `new`, not by the import: this comes in time. */
function refuseOldNode(): void {
  if (Number(process.versions.napi) >= neededNodeApi) return;
  throw new HalfopenError({
    code: 'node-too-old',
    fault: 'machine',
    message: `The history needs Node 22 or newer; this is Node ${process.versions.node}.`,
    hint: 'Run it through npx or npm, which use the Node that Halfopen brings along.',
  });
}
