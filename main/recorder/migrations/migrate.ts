/** Brings the schema of a history up to date. */
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import { createForOwner } from '../file/owner-only.ts';
import { first } from './0001-first.ts';
import { agreement } from './0002-agreement.ts';
import { entries } from './0003-entries.ts';
import { sessions } from './0004-sessions.ts';

type Migration = (db: Database) => void;

/** In order. The version of a schema is the number of migrations that have run, so none is ever removed or changed. */
const migrations: readonly Migration[] = [first, agreement, entries, sessions];

export const isOutdated = (db: Database): boolean => versionOf(db) < migrations.length;

/**
 * Only reads.
 * @throws HalfopenError `history-from-the-future` for a file written by a newer Halfopen, `not-a-history` for the
 * database of another program.
 */
export function refuseForeignSchema(db: Database, path: string): void {
  const { version, tables, experiments } = db
    .prepare(
      `SELECT (SELECT user_version FROM pragma_user_version) AS version, count(*) AS tables,
              coalesce(sum(name = 'experiment'), 0) AS experiments
       FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .get() as { version: number; tables: number; experiments: number };
  const isEmpty = version === 0 && tables === 0;
  if (!isEmpty && (version === 0 || experiments === 0)) throw ofAnotherProgram(path);
  if (version > migrations.length) throw fromTheFuture(path, version);
}

/** Runs the migrations that are missing: all of them, or none. An existing file is first backed up beside itself. */
export const migrate = (db: Database): void => migrateBy(migrations, db);

/** `migrate` with other steps, for tests. */
export function migrateBy(steps: readonly Migration[], db: Database): void {
  if (versionOf(db) >= steps.length) return;
  db.transaction(() => {
    // Read again, now with the write lock: another process may have migrated the file in the meantime.
    const version = versionOf(db);
    if (version >= steps.length) return;
    if (version > 0 && !db.memory) backUp(db.name, version);
    for (const step of steps.slice(version)) step(db);
    db.pragma(`user_version = ${steps.length}`);
  }).immediate();
}

const versionOf = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Uses a second connection, which still sees the file as it was before the transaction of the migration. */
function backUp(path: string, version: number): void {
  // The time and the process id make the name unique: no older backup is overwritten.
  const copy = `${path}.v${version}-${Date.now()}-${process.pid}.backup`;
  const before = new Sqlite(path, { readonly: true });
  try {
    // SQLite fills an empty file.
    createForOwner(copy);
    before.prepare('VACUUM INTO ?').run(copy);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  } finally {
    before.close();
  }
}

function fromTheFuture(path: string, version: number): HalfopenError {
  return new HalfopenError({
    code: 'history-from-the-future',
    fault: 'input',
    message: `${basename(path)} was written by a newer Halfopen (schema ${version}, this one knows ${migrations.length}). It was not changed.`,
    hint: 'Update Halfopen, or choose another file with --db.',
    given: path,
  });
}

function ofAnotherProgram(path: string): HalfopenError {
  return new HalfopenError({
    code: 'not-a-history',
    fault: 'input',
    message: `${basename(path)} is a database, but not a Halfopen history. It was not changed.`,
    hint: 'Choose another file with --db.',
    given: path,
  });
}
