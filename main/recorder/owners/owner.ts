/** Which process runs an experiment or has the history open, and whether that process still runs. */
import { readFileSync } from 'node:fs';

export interface Owner {
  readonly pid: number;
  /** Start time of the process: process ids are reused, start times are not. Null where the system does not tell it. */
  readonly since: string | null;
  /** Wall clock of the last heartbeat; kept up to date only where there is no start time. */
  readonly seenMs: number | null;
}

/** How often a process without a known start time writes its heartbeat. */
export const heartbeatMs = 5000;
/** Twelve heartbeats. No stall lasts so long, and nobody waits that long to see a run as dead. */
const deadAfterMs = 60_000;

/** This process as an owner. */
export const thisProcess = (): Owner => ({ pid: process.pid, since: startOf(process.pid), seenMs: Date.now() });

export function isThisProcess({ pid, since }: Owner): boolean {
  const own = thisProcess();
  return pid === own.pid && since === own.since;
}

/**
 * True when that very process still runs, and not another one with its process id. Where the system does not tell when a
 * process started, one that slept with its machine looks dead until its next heartbeat: it claims back what was taken.
 */
export function isAlive({ pid, since, seenMs }: Owner, nowMs = Date.now()): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process runs, as another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  if (since === null) return seenMs === null || nowMs - seenMs < deadAfterMs;
  // A process of another user may be hidden (proc(5), hidepid). Then only its id can be compared.
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
