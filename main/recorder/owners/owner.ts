/** Which process runs an experiment, so that one whose process is gone can be told from one that goes on. */
import { readFileSync } from 'node:fs';

export interface Owner {
  readonly pid: number;
  /** Start time of the process: a number is used again, a start time is not. Null where the system does not tell. */
  readonly since: string | null;
  /** Wall clock when it was last seen; kept up only where there is no start time. */
  readonly seenMs: number | null;
}

/** How often a process without a known start time says that it is there. */
export const beatMs = 5000;
/** Twelve beats missed: longer than any stall, shorter than anybody waits for a run to be called dead. */
const silenceMs = 60_000;

export const thisProcess = (): Owner => ({ pid: process.pid, since: startOf(process.pid), seenMs: Date.now() });

/** True when that very process still runs. */
export function isAlive({ pid, since, seenMs }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  if (since === null) return seenMs === null || Date.now() - seenMs < silenceMs;
  // Another user's process may be hidden (proc(5), hidepid): then its number is all there is.
  return (startOf(pid) ?? since) === since;
}

/** Boot id and start tick (proc(5), field 22 of stat, counted behind the parenthesised name). */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot} ${ticks}`;
  } catch {
    return null;
  }
}
