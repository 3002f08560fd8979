import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openHistory, readHistory } from '#recorder';
import { useWriteAheadLog } from '../../main/recorder/file/write-ahead-log.ts';
import { failure } from './failure.ts';
import { temporaryFolder } from './folder.ts';
import { ended, finished, started } from './story.ts';

/** A folder with a history of one experiment in it, closed. */
function withHistory() {
  const folder = temporaryFolder();
  const path = join(folder, 'history.db');
  const history = openHistory(path);
  const recorder = history.recorder('old');
  recorder.append([started('old'), ended('old', 0, 10), finished('old')]);
  recorder.close();
  history.conclude('old');
  history.close();
  return { folder, path };
}
const kept = [{ id: 'old', status: 'complete', trials: 1 }];

describe.each([
  ['to write', openHistory],
  ['to read', readHistory],
])('opened %s', (_how, open) => {
  /** Refused as told, and not a byte changed nor a file left beside it. */
  const expectRefused = (path: string, expected: object): void => {
    const folder = join(path, '..');
    const [before, files] = [readFileSync(path), readdirSync(folder)];
    expect(failure(() => open(path))).toMatchObject(expected);
    expect(readFileSync(path).equals(before)).toBe(true);
    // A reader leaves an empty log behind when nobody else is there to clear it away.
    expect(readdirSync(folder).filter((name) => !/-(?:shm|wal)$/.test(name))).toEqual(files);
  };

  test.each(['wal', 'delete'])('the history of a newer Halfopen is refused and left as it is (journal: %s)', (mode) => {
    const { path } = withHistory();
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.pragma(`journal_mode = ${mode}`);
    db.close();
    const hint = expect.stringMatching(/Update Halfopen/);
    expectRefused(path, { code: 'history-from-the-future', fault: 'input', given: path, hint });
  });

  test.each([0, 1, 99])('the database of another program is refused and left as it is (its version: %i)', (version) => {
    const path = join(temporaryFolder(), 'places.sqlite');
    const db = new Database(path);
    db.exec(`CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('x')`);
    db.pragma(`user_version = ${version}`);
    db.close();
    expectRefused(path, { code: 'not-a-history', fault: 'input', given: path });
  });

  test('a file that is no database is refused and left as it is', () => {
    const path = join(temporaryFolder(), 'text.db');
    writeFileSync(path, 'this is no database, whatever its name says'.repeat(50));
    expectRefused(path, { code: 'not-a-history', errno: 'SQLITE_NOTADB', hint: expect.stringMatching(/--db/) });
  });

  test('a damaged history is named with the way out', () => {
    const { path } = withHistory();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 200, 20_000);
    writeFileSync(path, bytes);
    expect(failure(() => open(path).list())).toMatchObject({
      code: 'history-damaged',
      errno: 'SQLITE_CORRUPT',
      hint: expect.stringMatching(/\.backup/),
    });
  });

  test('a folder is no file', () => {
    const path = temporaryFolder();
    expect(failure(() => open(path))).toMatchObject({ code: 'history-unreadable', errno: 'EISDIR', given: path });
  });
});

test('an empty file becomes a history, and holds none when only looked at', () => {
  const path = join(temporaryFolder(), 'history.db');
  writeFileSync(path, '');
  const seen = readHistory(path);
  expect(seen.list()).toEqual([]);
  seen.close();
  expect(readFileSync(path)).toHaveLength(0);
  const history = openHistory(path);
  expect(history.list()).toEqual([]);
  history.close();
});

test('a file that is not there is made to write, and missed to read', () => {
  const path = join(temporaryFolder(), 'deep', 'folder', 'history.db');
  expect(failure(() => readHistory(path))).toMatchObject({ code: 'no-history', fault: 'input', given: path });
  openHistory(path).close();
  expect(readHistory(path).list()).toEqual([]);
});

test('a folder that cannot be made is named', () => {
  const { path } = withHistory();
  expect(failure(() => openHistory(join(path, 'below', 'history.db')))).toMatchObject({
    code: 'history-folder-unusable',
    fault: 'input',
    errno: 'ENOTDIR',
    given: join(path, 'below'),
  });
});

test('a file system without shared memory is refused, because a history needs a write-ahead log', () => {
  // A temporary database of SQLite, which cannot have such a log either.
  const db = new Database('');
  expect(failure(() => useWriteAheadLog(db, '/mnt/share/history.db'))).toMatchObject({
    code: 'history-needs-wal',
    fault: 'input',
    given: '/mnt/share/history.db',
    message: expect.stringMatching(/write-ahead log, and SQLite chose the journal mode "delete"/),
    hint: expect.stringMatching(/--db/),
  });
  db.close();
  for (const path of [':memory:', join(temporaryFolder(), 'history.db')]) openHistory(path).close();
});

test('a history that another program holds is waited for, then named', () => {
  const { path } = withHistory();
  const other = new Database(path);
  other.exec('BEGIN EXCLUSIVE');
  expect(failure(() => openHistory(path))).toMatchObject({ code: 'history-locked', errno: 'SQLITE_BUSY' });
  other.exec('ROLLBACK');
  other.close();
});

/** Root may write anywhere: it looks as somebody else. */
const somebody = process.getuid?.() === 0 ? '65534' : '';
const look = (how: 'write' | 'read', path: string): unknown => {
  const child = new URL('./look-child.ts', import.meta.url).pathname;
  const { stdout, stderr } = spawnSync(process.execPath, [child, how, path, somebody], { encoding: 'utf8' });
  return JSON.parse(stdout || JSON.stringify({ stderr }));
};

describe('for a user without the right', () => {
  test('to write to the folder, a history is refused to write and shown to read', () => {
    const { folder, path } = withHistory();
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    expect(look('write', path)).toMatchObject({
      error: { code: 'history-read-only', fault: 'input', errno: 'EACCES', given: folder },
    });
    expect(look('read', path)).toEqual({ error: null, found: kept });
    expect(readdirSync(folder)).toEqual(['history.db']);
    chmodSync(folder, 0o755);
  });

  test('to write to the folder, what a crash left in the log is shown too', () => {
    const { folder, path } = withHistory();
    const crashed = join(folder, 'crashed');
    mkdirSync(crashed);
    const history = openHistory(path);
    const recorder = history.recorder('new');
    recorder.append([started('new'), ended('new', 0, 10), ended('new', 1, 11)]);
    // As a killed process leaves it: the log not yet moved into the file.
    for (const part of ['', '-wal']) copyFileSync(path + part, join(crashed, `history.db${part}`));
    recorder.close();
    history.close();
    chmodSync(folder, 0o755);
    for (const part of ['', '-wal']) chmodSync(join(crashed, `history.db${part}`), 0o444);
    chmodSync(crashed, 0o555);
    expect(look('read', join(crashed, 'history.db'))).toEqual({
      error: null,
      found: [{ id: 'new', status: 'running', trials: 2 }, ...kept].toSorted((a, b) => b.id.localeCompare(a.id)),
    });
    expect(readdirSync(crashed)).toEqual(['history.db', 'history.db-wal']);
    chmodSync(crashed, 0o755);
  });

  test('to write to the file, a history is refused to write and shown to read', () => {
    const { folder, path } = withHistory();
    chmodSync(folder, 0o777);
    chmodSync(path, 0o444);
    expect(look('write', path)).toMatchObject({ error: { code: 'history-read-only', errno: 'EACCES', given: path } });
    expect(look('read', path)).toEqual({ error: null, found: kept });
  });

  test('to read the file, a history is refused', () => {
    const { folder, path } = withHistory();
    chmodSync(folder, 0o755);
    chmodSync(path, 0o000);
    for (const how of ['write', 'read'] as const)
      expect(look(how, path)).toMatchObject({ error: { code: 'history-unreadable', errno: 'EACCES', given: path } });
  });

  test('to enter the folder, a history is refused', () => {
    const { folder, path } = withHistory();
    chmodSync(folder, 0o000);
    expect(look('write', path)).toMatchObject({ error: { code: 'history-folder-unusable', errno: 'EACCES' } });
    chmodSync(folder, 0o755);
  });
});

test('a Node that would crash on the SQLite in use is told so before it is loaded', () => {
  const script = `
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2', napi: '9' } });
    const { openHistory, readHistory } = await import('#recorder');
    const { failure } = await import('./tests/recorder/failure.ts');
    const told = [openHistory, readHistory].map((open) => failure(() => open(process.argv[1]))?.code);
    const { readFileSync } = await import('node:fs');
    const loaded = process.report.getReport().sharedObjects.some((file) => file.includes('better'));
    process.stdout.write(JSON.stringify({ told, loaded }));`;
  const path = join(temporaryFolder(), 'history.db');
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, path], {
    encoding: 'utf8',
    cwd: new URL('../..', import.meta.url).pathname,
  });
  expect(JSON.parse(stdout || JSON.stringify({ stderr }))).toEqual({
    told: ['node-too-old', 'node-too-old'],
    loaded: false,
  });
});
