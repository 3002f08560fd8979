/** Saves what the database did not take. */
import { closeSync, fsyncSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { HalfopenError } from '#model/error.ts';
import { fileOfOwner } from '../file/owner-only.ts';
import type { RescueHeader } from './rescue-header.ts';

/** What a rescue file is called, and what is in it. */
export interface RescueLabel<Item> {
  /** Part of the file's name: the id of a run, or `sessions`. */
  readonly name: string;
  /** Completes the sentence "3 events of …". */
  readonly contents: string;
  /** Asked when the file is written: how much the database has by then. */
  readonly header?: (events: readonly Item[]) => RescueHeader;
}

/** What the name of every rescue file ends in. */
const suffix = '.rescued.jsonl';
/** So many of one name cannot be real: then the next place is tried. */
const mostOfOneName = 1000;

/**
 * Writes events as JSON lines: beside the database or, where that fails, to the current folder or the system's folder
 * for temporary files. Never overwrites an older rescue file: the second of a name gets a number.
 * @returns the path of the file.
 * @throws HalfopenError `nothing-saved`, with each place that was tried and why it failed.
 */
export function writeRescueFile<Item>(database: string, label: RescueLabel<Item>, events: readonly Item[]): string {
  const { name, contents, header } = label;
  const values = header === undefined ? events : [header(events), ...events];
  const lines = `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;
  const beside = database === ':memory:' ? [] : [`${database}.${name}`];
  const failures: string[] = [];
  for (const place of [...beside, `./halfopen-${name}`, join(tmpdir(), `halfopen-${name}`)])
    try {
      return createNumbered(place, lines);
    } catch (error) {
      failures.push(`${shown(place)}${suffix} (${errnoOf(error)})`);
    }
  throw new HalfopenError({
    code: 'nothing-saved',
    fault: 'machine',
    message: `${events.length} events of ${contents} could not be saved: ${failures.join('; ')}.`,
    hint: 'Only the table and the report are left. Keep them.',
  });
}

/** Rescue files beside the history at `path`, by name. What they hold may have been imported since. */
export function rescueFilesBeside(path: string): readonly string[] {
  if (path === ':memory:') return [];
  const [folder, name] = [dirname(resolve(path)), basename(path)];
  try {
    const files = readdirSync(folder).filter((file) => file.startsWith(`${name}.`) && file.endsWith(suffix));
    return files.toSorted().map((file) => join(folder, file));
  } catch {
    return [];
  }
}

/** The absolute path; as it is when the current folder was removed. */
function shown(place: string): string {
  try {
    return resolve(place);
  } catch {
    return place;
  }
}

/** @returns the path that was free. */
function createNumbered(place: string, lines: string): string {
  for (let number = 1; ; number += 1) {
    const path = resolve(number === 1 ? `${place}${suffix}` : `${place}.${number}${suffix}`);
    try {
      createFile(path, lines);
      return path;
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' || number === mostOfOneName) throw error;
    }
  }
}

/** All or nothing: on a disk that fills up, half a file would look like a whole one. */
function createFile(path: string, lines: string): void {
  // `wx` fails when the file exists.
  const file = openSync(path, 'wx', fileOfOwner);
  try {
    writeFileSync(file, lines);
    fsyncSync(file);
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
}

const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
