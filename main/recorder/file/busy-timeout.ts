/** How long a read or write waits while another process holds the lock (sqlite.org/pragma.html#pragma_busy_timeout). */
import type { Database } from 'better-sqlite3';

/** Another process writes for milliseconds. If the lock is held for longer than this, the person is told. */
export const busyTimeoutMs = 5000;
/** While something is measured, waiting would distort it: the write is tried again soon. */
export const briefBusyTimeoutMs = 5;

/** Runs `work` with another timeout than the usual one. */
export function withBusyTimeout(db: Database, timeoutMs: number, work: () => void): void {
  db.pragma(`busy_timeout = ${timeoutMs}`);
  try {
    work();
  } finally {
    db.pragma(`busy_timeout = ${busyTimeoutMs}`);
  }
}
