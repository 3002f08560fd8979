/** Keeps an owner's heartbeat in the history up to date, where nothing else can tell that its process still runs. */
import type { Database } from 'better-sqlite3';
import { briefBusyTimeoutMs, withBusyTimeout } from '../file/busy-timeout.ts';
import { heartbeatMs, thisProcess } from './owner.ts';
import type { Owner } from './owner.ts';

/**
 * Calls `beat` every few seconds. Does nothing where the start time of a process identifies it.
 * @returns how to stop.
 */
export function startHeartbeat(db: Database, beat: () => void, { since }: Owner = thisProcess()): () => void {
  if (since !== null) return () => {};
  const timer = setInterval(() => {
    try {
      withBusyTimeout(db, briefBusyTimeoutMs, beat);
    } catch {
      // One missed heartbeat does no harm: the next one follows soon.
    }
  }, heartbeatMs).unref();
  return () => clearInterval(timer);
}
