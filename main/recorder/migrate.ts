import { basename } from 'node:path';
import type { Database } from 'better-sqlite3';
import { HalfopenError } from '#model/error.ts';
import { first } from './migrations/0001-first.ts';

type Migration = (db: Database) => void;

/** In order; the schema's version is how many have run. Only ever added to. */
const migrations: readonly Migration[] = [first];

export const schemaVersion = migrations.length;

/**
 * Brings the schema up to date, each step in one transaction; an existing file is copied beside itself first.
 * @throws HalfopenError `history-from-the-future` for a file written by a newer Halfopen; it is left untouched.
 */
export const migrate = (db: Database, path: string): void => migrateBy(migrations, db, path);

/** `migrate` with given steps: tests bring their own. */
export function migrateBy(steps: readonly Migration[], db: Database, path: string): void {
  const version = versionOf(db);
  if (version > steps.length) throw fromTheFuture(path, version);
  if (version === steps.length) return;
  if (version > 0) db.prepare('VACUUM INTO ?').run(backupPath(path, version));
  for (const [index, step] of steps.entries())
    db.transaction(() => {
      // Read again inside: another process may have migrated in the meantime.
      if (versionOf(db) !== index) return;
      step(db);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
}

const versionOf = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** `history.db.v1-1795212000000.backup`: never overwrites an older copy. */
const backupPath = (path: string, version: number): string => `${path}.v${version}-${Date.now()}.backup`;

function fromTheFuture(path: string, version: number): HalfopenError {
  return new HalfopenError({
    code: 'history-from-the-future',
    fault: 'input',
    message: `${basename(path)} was written by a newer Halfopen (schema ${version}, this one knows ${schemaVersion}); it was not touched.`,
    hint: 'Update Halfopen, or choose another file with --db.',
    given: path,
  });
}
