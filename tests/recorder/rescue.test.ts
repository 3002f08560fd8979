import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rescueFilesBeside } from '#recorder';
import { openToWrite } from '../../main/recorder/file/open.ts';
import { BatchWriter } from '../../main/recorder/writing/batch-writer.ts';
import { writeRescueFile } from '../../main/recorder/writing/rescue-file.ts';
import { failure } from './failure.ts';
import { temporaryFolder } from './folder.ts';

const label = { name: 'x', contents: 'experiment x' };
const fileName = 'halfopen-x.rescued.jsonl';

/** The folder of a database that can be created later, while nothing can be created elsewhere. */
function withoutRoom() {
  const [before, temporary] = [process.cwd(), process.env['TMPDIR']];
  const folder = temporaryFolder();
  const gone = join(folder, 'gone');
  mkdirSync(gone);
  process.chdir(gone);
  rmSync(gone, { recursive: true });
  process.env['TMPDIR'] = join(gone, 'nothing');
  onTestFinished(() => {
    process.chdir(before);
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
  });
  return { database: join(folder, 'later', 'history.db'), makeRoom: () => mkdirSync(join(folder, 'later')) };
}

describe('a rescue file', () => {
  test('beside an older one of the same name gets a number', () => {
    const database = join(temporaryFolder(), 'history.db');
    const files = [1, 2, 3].map((event) => writeRescueFile(database, label, [event]));
    expect(files).toEqual([
      `${database}.x.rescued.jsonl`,
      `${database}.x.2.rescued.jsonl`,
      `${database}.x.3.rescued.jsonl`,
    ]);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(['1\n', '2\n', '3\n']);
  });

  test('can be read by nobody else', () => {
    const file = writeRescueFile(join(temporaryFolder(), 'history.db'), label, [1]);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  });

  test('of a history in memory goes to the current folder', () => {
    const folder = temporaryFolder();
    const before = process.cwd();
    process.chdir(folder);
    onTestFinished(() => process.chdir(before));
    expect(writeRescueFile(':memory:', label, [1])).toBe(join(folder, fileName));
  });

  test('that fits nowhere is said with each place that was tried, and why it failed', () => {
    const { database } = withoutRoom();
    const said = failure(() => writeRescueFile(database, label, [1, 2]));
    expect(said).toMatchObject({ code: 'nothing-saved', fault: 'machine' });
    expect(said?.message).toBe(
      `2 events of experiment x could not be saved: ${database}.x.rescued.jsonl (ENOENT); ` +
        `./${fileName} (ENOENT); ${join(tmpdir(), fileName)} (ENOENT).`,
    );
  });
});

test('rescue files beside a history are found, and nothing else', () => {
  const folder = temporaryFolder();
  const database = join(folder, 'history.db');
  expect(rescueFilesBeside(database)).toEqual([]);
  const files = [1, 2].map((event) => writeRescueFile(database, label, [event]));
  writeRescueFile(join(folder, 'other.db'), label, [3]);
  for (const name of ['history.db', 'history.db-wal', 'history.db.v3-1-2.backup', 'notes.rescued.jsonl'])
    writeFileSync(join(folder, name), '');
  expect(rescueFilesBeside(database)).toEqual(files.toSorted());
  expect([rescueFilesBeside(':memory:'), rescueFilesBeside(join(folder, 'nowhere', 'history.db'))]).toEqual([[], []]);
});

describe('a recorder that is closed again', () => {
  function closedDatabase(path: string) {
    const db = openToWrite(':memory:');
    const writer = new BatchWriter<number>({ db, path, write: () => {}, rescueLabel: label });
    db.close();
    writer.append([1, 2]);
    return writer;
  }

  test('says again that nothing could be saved, and saves it once there is room', () => {
    const { database, makeRoom } = withoutRoom();
    const writer = closedDatabase(database);
    const said = [1, 2].map(() => failure(() => writer.close())?.code);
    expect(said).toEqual(['nothing-saved', 'nothing-saved']);
    makeRoom();
    const file = writer.close();
    expect(file).toBe(`${database}.x.rescued.jsonl`);
    expect(writer.close()).toBe(file);
    expect(readFileSync(file ?? '', 'utf8')).toBe('1\n2\n');
  });

  test('names the same rescue file, and makes no second one', () => {
    const database = join(temporaryFolder(), 'history.db');
    writeFileSync(`${database}.x.rescued.jsonl`, 'older');
    const writer = closedDatabase(database);
    const files = [1, 2, 3].map(() => writer.close());
    expect(new Set(files)).toEqual(new Set([`${database}.x.2.rescued.jsonl`]));
    expect(readFileSync(`${database}.x.rescued.jsonl`, 'utf8')).toBe('older');
  });
});
