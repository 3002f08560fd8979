/** Which process runs an experiment, so that one whose process is gone can be told from one that goes on. */
import { readFileSync } from 'node:fs';

export interface Owner {
  readonly pid: number;
  /** Start time of the process: a number is used again, a start time is not. Null where the system does not tell. */
  readonly since: string | null;
}

export const thisProcess = (): Owner => ({ pid: process.pid, since: startOf(process.pid) });

/** True when that very process still runs. */
export function isAlive({ pid, since }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return since === null || startOf(pid) === since;
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
