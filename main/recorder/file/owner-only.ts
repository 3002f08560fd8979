/**
 * Who may read a history: its owner. It names addresses and hosts. Windows keeps a user's folders private by itself and
 * ignores these modes.
 */
import { chmodSync, closeSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export const fileOfOwner = 0o600;
export const folderOfOwner = 0o700;

/**
 * Creates an empty file unless there is one: SQLite fills an empty file, and gives its log the same mode. Created by
 * SQLite, others could read it at first.
 */
export function createForOwner(path: string): void {
  try {
    closeSync(openSync(path, 'wx', fileOfOwner));
  } catch {
    // It is there, or SQLite says why it cannot be.
  }
}

/**
 * Takes a history that an older version created away from others: its folder, its log, backups, rescue files and reports.
 * Nothing is changed behind a symbolic link: whoever made it shares the history on purpose.
 */
export function restrictToOwner(path: string, reports: string): void {
  const [folder, name] = [dirname(resolve(path)), basename(path)];
  if (isLink(path) || isLink(folder)) return;
  // The folder first: from then on nobody else reaches what is in it.
  restrict(folder, folderOfOwner);
  restrict(reports, folderOfOwner);
  for (const file of filesIn(folder)) if (file.startsWith(name)) restrict(join(folder, file), fileOfOwner);
}

function restrict(path: string, mode: number): void {
  try {
    const status = lstatSync(path);
    if (!status.isSymbolicLink() && (status.mode & 0o777 & ~mode) !== 0) chmodSync(path, mode);
  } catch {
    // It is not there, or another user's: then only that user can.
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
