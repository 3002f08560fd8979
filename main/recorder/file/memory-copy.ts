/** Copies a history that must not be changed on disk into memory, where it can be migrated. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';

/**
 * The file at `path` together with its write-ahead log. SQLite refuses to read a log in a folder that it cannot write
 * to (sqlite.org/wal.html section 5), so both are copied to a temporary folder and read there.
 */
export function copyToMemory(path: string): Database {
  const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
  try {
    const copy = join(folder, 'history.db');
    for (const part of ['', '-wal']) if (existsSync(path + part)) copyFileSync(path + part, copy + part);
    const db = new Sqlite(copy);
    try {
      const image = db.serialize();
      // Bytes 18 and 19: 2 means write-ahead log, which a database in memory cannot have; 1 means a rollback journal
      // (sqlite.org/fileformat.html section 1.3.3).
      if (image.length > 20) image.fill(1, 18, 20);
      return new Sqlite(image);
    } finally {
      db.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
