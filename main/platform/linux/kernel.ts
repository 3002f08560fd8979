import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import type { Kernel } from '#model/prediction.ts';
import type { Native } from '#native';

/** The common answer of distributions, used when nothing tells (CONFIG_HZ_250). */
const usualHz = 250;
/** Documentation/networking/ip-sysctl.rst. */
const usualRetries2 = 15;

/** What predictions must know of the running kernel. */
export function linuxKernel(native: Native | null): Kernel {
  return { os: 'linux', hz: tickRate(native), retries2: sysctl('net/ipv4/tcp_retries2') ?? usualRetries2 };
}

/** The resolution of the coarse clocks is one tick: 1/CONFIG_HZ (kernel/time/posix-timers.c). */
function tickRate(native: Native | null): number {
  const tick = native?.tickNs();
  return tick === undefined || tick <= 0n ? (configuredHz() ?? usualHz) : Math.round(1e9 / Number(tick));
}

function configuredHz(): number | null {
  const config = read(`/boot/config-${release()}`);
  const hz = config?.match(/^CONFIG_HZ=(\d+)$/m)?.[1];
  return hz === undefined ? null : Number(hz);
}

function sysctl(name: string): number | null {
  const value = read(`/proc/sys/${name}`);
  return value === null ? null : Number(value);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
