/** Checks the file and its folder before SQLite opens it: SQLite says only "cannot open", whatever the reason is. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { HalfopenError } from '#model/error.ts';
import { folderOfOwner } from './owner-only.ts';

const elsewhere = 'or choose another file with --db';

/**
 * Creates the folder when it is missing, for its owner only.
 * @throws HalfopenError `history-folder-unusable`, `history-unreadable`, `history-read-only`.
 */
export function refuseUnwritable(path: string): void {
  const folder = dirname(resolve(path));
  check('history-folder-unusable', folder, () => mkdirSync(folder, { recursive: true, mode: folderOfOwner }));
  check('history-folder-unusable', folder, () => accessSync(folder, constants.X_OK));
  if (existsSync(path)) refuseUnreadable(path);
  // SQLite creates its write-ahead log beside the file.
  check('history-read-only', folder, () => accessSync(folder, constants.W_OK));
  if (existsSync(path)) check('history-read-only', path, () => accessSync(path, constants.W_OK));
}

/** @throws HalfopenError `no-history`, `history-unreadable`. */
export function refuseUnreadable(path: string): void {
  check('history-unreadable', path, () => {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) throw noHistory(path);
    if (status.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    accessSync(path, constants.R_OK);
  });
}

const noHistory = (path: string): HalfopenError =>
  new HalfopenError({
    code: 'no-history',
    fault: 'input',
    message: `There is no history yet: ${path} does not exist.`,
    hint: 'Run an experiment first, or name another file with --db.',
    given: path,
  });

type Refusal = 'history-folder-unusable' | 'history-unreadable' | 'history-read-only';

const says: Readonly<Record<Refusal, readonly [what: string, hint: string]>> = {
  'history-folder-unusable': ['cannot be used as the folder of a history', `Check its permissions, ${elsewhere}.`],
  'history-unreadable': ['cannot be read', `Make it a file that this user can read, ${elsewhere}.`],
  'history-read-only': ['is read-only', `Make it writable for this user, ${elsewhere}.`],
};

function check(code: Refusal, place: string, test: () => void): void {
  try {
    test();
  } catch (error) {
    if (error instanceof HalfopenError) throw error;
    const errno = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    const [what, hint] = says[code];
    const message = `${place} ${what}: ${errno}.`;
    throw new HalfopenError({ code, fault: 'input', message, hint, given: place, errno }, error);
  }
}
