/** What SQLite says, as an error that says what to do. */
import { HalfopenError } from '#model/error.ts';
import type { ErrorFault } from '#model/error.ts';

/** The code of a better-sqlite3 error, such as `SQLITE_FULL`; null for anything else. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : null;
}

interface Trouble {
  readonly code: string;
  readonly fault: ErrorFault;
  readonly says: string;
  readonly hint: string;
}

const elsewhere = 'or choose another file with --db';

const locked: Trouble = {
  code: 'history-locked',
  fault: 'machine',
  says: 'another program has locked it',
  hint: `Close the other program, ${elsewhere}.`,
};

/** By the primary result code (sqlite.org/rescode.html): extended codes begin with it. */
const troubles: Readonly<Record<string, Trouble>> = {
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
    says: 'it is not a Halfopen history',
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

/** The error as a HalfopenError when it is the database's; any other comes back as it is. */
export function asTrouble(error: unknown, path: string): unknown {
  const errno = sqliteCode(error);
  if (errno === null) return error;
  const primary = errno.split('_').slice(0, 2).join('_');
  const known = troubles[primary];
  const { code, fault, says, hint } = known ?? unforeseen(`SQLite answered ${errno}`);
  const message = `The history ${path} cannot be used: ${says}.`;
  return new HalfopenError({ code, fault, message, hint, given: path, errno }, error);
}

/** Whatever it was: for where nothing may be thrown. */
export function troubleOf(error: unknown, path: string): HalfopenError {
  const known = asTrouble(error, path);
  if (known instanceof HalfopenError) return known;
  const { code, fault, says, hint } = unforeseen(error instanceof Error ? error.message : String(error));
  const message = `The history ${path} cannot be used: ${says}.`;
  return new HalfopenError({ code, fault, message, hint, given: path }, error);
}

const unforeseen = (says: string): Trouble => ({
  code: 'history-failed',
  fault: 'internal',
  says,
  hint: `Try again, ${elsewhere}.`,
});

/** Runs `work`; what SQLite throws becomes a HalfopenError. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asTrouble(error, path);
  }
}
