import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import { first } from '../migrations/0001-first.ts';
import { agreement } from '../migrations/0002-agreement.ts';
import { entries } from '../migrations/0003-entries.ts';
import { sessions } from '../migrations/0004-sessions.ts';

type Migration = (db: Database) => void;

/** In order; the schema's version is how many have run. Only ever added to. */
const migrations: readonly Migration[] = [first, agreement, entries, sessions];

export const isOutdated = (db: Database): boolean => versionOf(db) < migrations.length;

/**
 * Looks, and changes nothing.
 * @throws HalfopenError `history-from-the-future` for a file written by a newer Halfopen, `not-a-history` for the
 * database of another program.
 */
export function refuseStrangers(db: Database, path: string): void {
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

/** Brings the schema up to date, wholly or not at all; an existing file is copied beside itself first. */
export const migrate = (db: Database): void => migrateBy(migrations, db);

/** `migrate` with given steps: tests bring their own. */
export function migrateBy(steps: readonly Migration[], db: Database): void {
  if (versionOf(db) >= steps.length) return;
  db.transaction(() => {
    // Read with the write lock held: another process may have migrated in the meantime.
    const version = versionOf(db);
    if (version >= steps.length) return;
    if (version > 0 && !db.memory) backUp(db.name, version);
    for (const step of steps.slice(version)) step(db);
    db.pragma(`user_version = ${steps.length}`);
  }).immediate();
}

const versionOf = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** By a connection of its own, which sees the file as it was before the transaction that has the write lock. */
function backUp(path: string, version: number): void {
  // Never overwrites an older copy.
  const copy = `${path}.v${version}-${Date.now()}-${process.pid}.backup`;
  const before = new Sqlite(path, { readonly: true });
  try {
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
