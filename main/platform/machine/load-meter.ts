import { readFile } from 'node:fs/promises';
import { createHistogram } from 'node:perf_hooks';
import type { LoadMeter } from '#engine/ports.ts';
import type { RealClock } from './clock.ts';

const mebibyte = 2 ** 20;

/** Event-loop lag as the run felt it: how late its own timers ran. */
export function createLoadMeter(clock: RealClock, peerPids: () => readonly number[]): LoadMeter {
  const lateness = createHistogram();
  clock.onLateness((lateNs) => lateness.record(Math.max(1, Math.round(lateNs))));
  return {
    async read() {
      const measured = lateness.count > 0;
      return {
        eventLoopLagP50Ms: measured ? lateness.percentile(50) / 1e6 : null,
        eventLoopLagP99Ms: measured ? lateness.percentile(99) / 1e6 : null,
        eventLoopLagMaxMs: measured ? lateness.max / 1e6 : null,
        memoryMiB: process.memoryUsage.rss() / mebibyte,
        peersMemoryMiB: await residentMiB(peerPids()),
      };
    },
  };
}

/** Memory of other processes, shared pages divided among their users (PSS, proc(5)); null where /proc does not tell. */
async function residentMiB(pids: readonly number[]): Promise<number | null> {
  try {
    const kibibytes = await Promise.all(
      pids.map(async (pid) =>
        Number(/^Pss: +(\d+) kB/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]),
      ),
    );
    return kibibytes.reduce((sum, size) => sum + size, 0) / 1024;
  } catch {
    return null;
  }
}
