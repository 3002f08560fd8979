import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished } from 'vitest';
import { defaultHistoryPath, openHistory } from '#recorder';
import { first } from '../../main/recorder/migrations/0001-first.ts';
import { migrateBy } from '../../main/recorder/migrations/migrate.ts';
import { requires } from '../precondition.ts';
import { temporaryFolder } from './folder.ts';
import { ended, started } from './story.ts';

const { test } = requires('permissions of files', process.platform !== 'win32');
const inDataFolder = requires('a data folder that the environment names', process.platform === 'linux').test;

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
/** Of everything in the folder, by name. What is unique in names of backups is left out. */
const modesIn = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name.replace(/-\d+-\d+/, ''), modeOf(join(folder, name))]));

/** What the user's other programs make can be read by everybody, as on most systems. */
function usualMask(): void {
  const before = process.umask(0o022);
  onTestFinished(() => void process.umask(before));
}

/** A data folder for this test; returns the path of the default history in it. */
function dataFolder(): string {
  const before = process.env['XDG_DATA_HOME'];
  process.env['XDG_DATA_HOME'] = temporaryFolder();
  onTestFinished(() => {
    if (before === undefined) delete process.env['XDG_DATA_HOME'];
    else process.env['XDG_DATA_HOME'] = before;
  });
  return defaultHistoryPath();
}

/** While it is open, with its log, and with what could not be written to it. */
function modesWhileUsed(path: string) {
  const history = openHistory(path);
  const recorder = history.recorder('a');
  recorder.append([started('a')]);
  const modes = modesIn(join(path, '..'));
  history.close();
  recorder.append([ended('a', 0, 10)]);
  recorder.close();
  return { ...modes, ...modesIn(join(path, '..')) };
}

describe('nobody else can read', () => {
  test('a new history, its folder, its log and what is rescued beside it', () => {
    usualMask();
    const path = join(temporaryFolder(), 'deep', 'folder', 'history.db');
    expect(modesWhileUsed(path)).toEqual({
      'history.db': '600',
      'history.db-wal': '600',
      'history.db-shm': '600',
      'history.db.a.rescued.jsonl': '600',
    });
    expect([modeOf(join(path, '..')), modeOf(join(path, '..', '..'))]).toEqual(['700', '700']);
  });

  test('a backup, not even while it is written', () => {
    usualMask();
    const path = join(temporaryFolder(), 'history.db');
    const old = new Database(path);
    migrateBy([first], old);
    // The mode is asked for while the migration goes on.
    const seen: unknown[] = [];
    migrateBy([first, () => seen.push(modesIn(join(path, '..')))], old);
    old.close();
    expect(seen).toMatchObject([{ 'history.db.v1.backup': '600' }]);
  });

  inDataFolder('the default history of an older version, from now on', () => {
    usualMask();
    const path = dataFolder();
    const folder = join(path, '..');
    mkdirSync(join(folder, 'reports'), { recursive: true });
    openHistory(path).close();
    chmodSync(folder, 0o755);
    for (const name of ['history.db', 'history.db.v1-1-1.backup', 'history.db.a.rescued.jsonl', 'notes.txt']) {
      if (name !== 'history.db') writeFileSync(join(folder, name), '');
      chmodSync(join(folder, name), 0o644);
    }
    expect(modesWhileUsed(path)).toEqual({
      'history.db': '600',
      'history.db-wal': '600',
      'history.db-shm': '600',
      'history.db.v1.backup': '600',
      'history.db.a.rescued.jsonl': '600',
      'history.db.a.2.rescued.jsonl': '600',
      reports: '700',
      // Not ours.
      'notes.txt': '644',
    });
    expect(modeOf(folder)).toBe('700');
  });
});

describe('what somebody shares on purpose stays as it is', () => {
  test('a history elsewhere, its folder and its log', () => {
    usualMask();
    const folder = temporaryFolder();
    const path = join(folder, 'history.db');
    openHistory(path).close();
    chmodSync(folder, 0o775);
    chmodSync(path, 0o664);
    expect(modesWhileUsed(path)).toEqual({
      'history.db': '664',
      'history.db-wal': '664',
      'history.db-shm': '664',
      'history.db.a.rescued.jsonl': '600',
    });
    expect(modeOf(folder)).toBe('775');
  });

  inDataFolder('a default history that is a link to a place elsewhere', () => {
    usualMask();
    const path = dataFolder();
    const shared = join(temporaryFolder(), 'shared.db');
    openHistory(shared).close();
    chmodSync(shared, 0o664);
    mkdirSync(join(path, '..'), { recursive: true });
    symlinkSync(shared, path);
    openHistory(path).close();
    expect(modeOf(shared)).toBe('664');
  });
});
