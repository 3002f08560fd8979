/** Saves what the database did not take. */
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { HalfopenError } from '#model/error.ts';

/** What a rescue file is called, and what is in it. */
export interface RescueLabel {
  /** Part of the file's name: the id of a run, or `sessions`. */
  readonly name: string;
  /** Completes the sentence "3 events of …". */
  readonly contents: string;
}

/**
 * Writes events as JSON lines: beside the database or, where that fails, to the current folder or the system's folder
 * for temporary files. Never overwrites an older rescue file.
 * @returns the path of the file.
 * @throws HalfopenError `nothing-saved` when the events fit nowhere.
 */
export function writeRescueFile(database: string, { name, contents }: RescueLabel, events: readonly unknown[]): string {
  const lines = `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;
  const fileName = `halfopen-${name}.rescued.jsonl`;
  const beside = database === ':memory:' ? [] : [`${resolve(database)}.${name}.rescued.jsonl`];
  const candidates = [...beside, resolve(fileName), join(tmpdir(), fileName)];
  const file = candidates.find((candidate) => createFile(candidate, lines));
  if (file !== undefined) return file;
  throw new HalfopenError({
    code: 'nothing-saved',
    fault: 'machine',
    message: `${events.length} events of ${contents} could be written nowhere: every place is full or read-only.`,
    hint: 'What the table and the report show is all that is left: keep them.',
  });
}

/** All or nothing: on a disk that fills up, half a file would look like a whole one. False when it failed. */
function createFile(path: string, lines: string): boolean {
  let file: number;
  try {
    // `wx` fails when the file exists.
    file = openSync(path, 'wx');
  } catch {
    return false;
  }
  try {
    writeFileSync(file, lines);
    fsyncSync(file);
    return true;
  } catch {
    rmSync(path);
    return false;
  } finally {
    closeSync(file);
  }
}
