import type { KeepaliveOptions } from '../options.ts';
import type { OperatingSystem } from '../prediction.ts';

const twoHoursMs = 7_200_000;

/**
 * Keepalive of a system that nobody configured, once SO_KEEPALIVE is on.
 * Linux: tcp(7). macOS: tcp(4), net.inet.tcp.keep*. Windows: SIO_KEEPALIVE_VALS (learn.microsoft.com), 10 probes since Vista.
 */
export function systemDefaults(os: OperatingSystem): KeepaliveOptions {
  switch (os) {
    case 'linux':
      return { idleMs: twoHoursMs, intervalMs: 75_000, count: 9 };
    case 'darwin':
      return { idleMs: twoHoursMs, intervalMs: 75_000, count: 8 };
    case 'windows':
      return { idleMs: twoHoursMs, intervalMs: 1000, count: 10 };
  }
}
