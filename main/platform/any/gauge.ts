import { readFile } from 'node:fs/promises';
import { createHistogram } from 'node:perf_hooks';
import type { Gauge } from '#engine/ports.ts';
import type { RealClock } from './clock.ts';

const mebibyte = 2 ** 20;
/** Page size of every Linux that Node runs on by default; statm counts in pages (proc(5)). */
const pageBytes = 4096;

/** Event-loop lag as the run felt it: how late its own timers ran. */
export function createGauge(clock: RealClock, peerPids: () => readonly number[]): Gauge {
  const lateness = createHistogram();
  clock.onLateness((lateNs) => lateness.record(Math.max(1, Math.round(lateNs))));
  return {
    async read() {
      const measured = lateness.count > 0;
      return {
        eventLoopLagP50Ms: measured ? lateness.percentile(50) / 1e6 : null,
        eventLoopLagP99Ms: measured ? lateness.percentile(99) / 1e6 : null,
        memoryMiB: process.memoryUsage.rss() / mebibyte,
        peersMemoryMiB: await residentMiB(peerPids()),
      };
    },
  };
}

/** Resident memory of other processes; null where /proc does not tell. */
async function residentMiB(pids: readonly number[]): Promise<number | null> {
  try {
    const pages = await Promise.all(
      pids.map(async (pid) => Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1])),
    );
    return (pages.reduce((sum, count) => sum + count, 0) * pageBytes) / mebibyte;
  } catch {
    return null;
  }
}
