/** What SQLite says, as an error that says what to do. */
import { HalfopenError } from '#model/error.ts';

/** The code of a better-sqlite3 error, such as `SQLITE_FULL`; null for anything else. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : null;
}

interface Trouble {
  readonly code: string;
  readonly says: string;
  readonly hint: string;
}

const elsewhere = 'choose another file with --db';

/** By the primary result code (sqlite.org/rescode.html): extended codes begin with it. */
const troubles: readonly (readonly [prefix: string, trouble: Trouble])[] = [
  ['SQLITE_FULL', { code: 'disk-full', says: 'the disk is full', hint: `Free some space, or ${elsewhere}.` }],
  [
    'SQLITE_READONLY',
    { code: 'history-read-only', says: 'it is read-only', hint: `Make it writable, or ${elsewhere}.` },
  ],
  [
    'SQLITE_CANTOPEN',
    { code: 'history-not-opened', says: 'it cannot be opened', hint: `Check the folder, or ${elsewhere}.` },
  ],
  [
    'SQLITE_NOTADB',
    { code: 'not-a-history', says: 'it is not a history of Halfopen', hint: `Move it away, or ${elsewhere}.` },
  ],
  [
    'SQLITE_CORRUPT',
    {
      code: 'history-damaged',
      says: 'it is damaged',
      hint: `Keep a copy, restore the latest .backup file beside it, or ${elsewhere}.`,
    },
  ],
  [
    'SQLITE_BUSY',
    { code: 'history-locked', says: 'another program holds it', hint: `Close the other program, or ${elsewhere}.` },
  ],
  [
    'SQLITE_LOCKED',
    { code: 'history-locked', says: 'another program holds it', hint: `Close the other program, or ${elsewhere}.` },
  ],
  [
    'SQLITE_IOERR',
    { code: 'history-io', says: 'reading or writing it failed', hint: `Check the disk, or ${elsewhere}.` },
  ],
];

/** The error as a HalfopenError when it is the database's; any other comes back as it is. */
export function asTrouble(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (code === null) return error;
  const known = troubles.find(([prefix]) => code.startsWith(prefix))?.[1];
  const {
    code: ours,
    says,
    hint,
  } = known ?? { code: 'history-failed', says: `SQLite answered ${code}`, hint: `Try again, or ${elsewhere}.` };
  return new HalfopenError(
    { code: ours, fault: 'machine', message: `The history ${path} was not usable: ${says}.`, hint, errno: code },
    error,
  );
}

/** Runs `work`; what SQLite throws becomes a HalfopenError. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asTrouble(error, path);
  }
}
