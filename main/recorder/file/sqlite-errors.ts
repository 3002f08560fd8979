/** Turns an error of SQLite into a HalfopenError that says what to do. */
import { HalfopenError } from '#model/error.ts';
import type { ErrorFault } from '#model/error.ts';

/** The code of a better-sqlite3 error, such as `SQLITE_FULL`; null for any other error. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : null;
}

interface Explanation {
  readonly code: string;
  readonly fault: ErrorFault;
  readonly says: string;
  readonly hint: string;
}

const elsewhere = 'or choose another file with --db';

const locked: Explanation = {
  code: 'history-locked',
  fault: 'machine',
  says: 'another program holds it',
  hint: `Close the other program, ${elsewhere}.`,
};

/** By primary result code. Extended codes begin with it (sqlite.org/rescode.html). */
const explanations: Readonly<Record<string, Explanation>> = {
  SQLITE_FULL: {
    code: 'disk-full',
    fault: 'machine',
    says: 'the disk is full',
    hint: `Free some space, ${elsewhere}.`,
  },
  SQLITE_READONLY: {
    code: 'history-read-only',
    fault: 'input',
    says: 'it is read-only',
    hint: `Make it writable, ${elsewhere}.`,
  },
  SQLITE_CANTOPEN: {
    code: 'history-not-opened',
    fault: 'input',
    says: 'it cannot be opened',
    hint: `Check the folder, ${elsewhere}.`,
  },
  SQLITE_NOTADB: {
    code: 'not-a-history',
    fault: 'input',
    says: 'it is not a history of Halfopen',
    hint: `Move it away, ${elsewhere}.`,
  },
  SQLITE_CORRUPT: {
    code: 'history-damaged',
    fault: 'machine',
    says: 'it is damaged',
    hint: `Keep a copy, restore the latest .backup file beside it, ${elsewhere}.`,
  },
  SQLITE_BUSY: locked,
  SQLITE_LOCKED: locked,
  SQLITE_IOERR: {
    code: 'history-io',
    fault: 'machine',
    says: 'reading or writing it failed',
    hint: `Check the disk, ${elsewhere}.`,
  },
};

const unexpected = (says: string): Explanation => ({
  code: 'history-failed',
  fault: 'internal',
  says,
  hint: `Try again, ${elsewhere}.`,
});

/** Any error as a HalfopenError, for code that must not throw. */
export function toHalfopenError(error: unknown, path: string): HalfopenError {
  if (error instanceof HalfopenError) return error;
  const errno = sqliteCode(error);
  if (errno === null) {
    const { says, ...detail } = unexpected(error instanceof Error ? error.message : String(error));
    return new HalfopenError({ ...detail, message: notUsable(path, says), given: path }, error);
  }
  const primary = errno.split('_').slice(0, 2).join('_');
  const { says, ...detail } = explanations[primary] ?? unexpected(`SQLite answered ${errno}`);
  return new HalfopenError({ ...detail, message: notUsable(path, says), given: path, errno }, error);
}

const notUsable = (path: string, says: string): string => `The history ${path} was not usable: ${says}.`;

/** Runs `work`. An error of SQLite becomes a HalfopenError; any other error is thrown as it is. */
export function explainingErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteCode(error) === null ? error : toHalfopenError(error, path);
  }
}
