import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { HalfopenError } from '#model/error.ts';

/**
 * JSON lines beside the database, or where there is room: nothing that was measured is thrown away.
 * @throws HalfopenError `nothing-saved` when no place takes them.
 */
export function rescue(path: string, run: string, events: readonly unknown[]): string {
  const lines = `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;
  const name = `halfopen-${run}.rescued.jsonl`;
  const beside = path === ':memory:' ? [] : [`${resolve(path)}.${run}.rescued.jsonl`];
  const place = [...beside, resolve(name), join(tmpdir(), name)].find((candidate) => takes(candidate, lines));
  if (place !== undefined) return place;
  throw new HalfopenError({
    code: 'nothing-saved',
    fault: 'machine',
    message: `${events.length} events of ${run === 'sessions' ? 'live sessions' : `experiment ${run}`} could not be saved anywhere: every place is full or read-only.`,
    hint: 'Only the table and the report are left. Keep them.',
  });
}

/** All or nothing: half a file on a disk that filled up would look like the whole. */
function takes(place: string, lines: string): boolean {
  let file: number;
  try {
    // `wx`: never over an older rescue.
    file = openSync(place, 'wx');
  } catch {
    return false;
  }
  try {
    writeFileSync(file, lines);
    fsyncSync(file);
    return true;
  } catch {
    rmSync(place);
    return false;
  } finally {
    closeSync(file);
  }
}
