import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrateBy } from '../../main/recorder/migrate.ts';
import { temporaryFolder } from './folder.ts';

const makeNotes = (db: Database.Database): void => void db.exec(`CREATE TABLE note (text TEXT NOT NULL) STRICT`);
const addColour = (db: Database.Database): void =>
  void db.exec(`ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'none'`);
const fails = (db: Database.Database): void => {
  db.exec(`ALTER TABLE note ADD COLUMN half TEXT`);
  throw new Error('broken step');
};

function old(path: string): Database.Database {
  const db = new Database(path);
  migrateBy([makeNotes], db, path);
  db.exec(`INSERT INTO note VALUES ('kept')`);
  return db;
}
const backups = (folder: string): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.backup'));

test('a new file needs no backup; an older one is copied beside itself before it changes', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'history.db');
  const db = old(path);
  expect(backups(folder)).toEqual([]);
  migrateBy([makeNotes, addColour], db, path);
  expect(db.prepare('SELECT * FROM note').all()).toEqual([{ text: 'kept', colour: 'none' }]);
  const [backup = ''] = backups(folder);
  const copy = new Database(join(folder, backup), { readonly: true });
  expect(copy.prepare('SELECT * FROM note').all()).toEqual([{ text: 'kept' }]);
  copy.close();
  db.close();
});

test('a step that fails leaves the file as it was', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'history.db');
  const db = old(path);
  expect(() => migrateBy([makeNotes, fails], db, path)).toThrow('broken step');
  expect(db.pragma('user_version', { simple: true })).toBe(1);
  expect(db.prepare('SELECT * FROM note').all()).toEqual([{ text: 'kept' }]);
  db.close();
});
