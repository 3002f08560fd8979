import { reader } from './reading.ts';
import type { ReaderState } from './reading.ts';
import type { Detector } from '../detector.ts';
import type { KeepaliveSettings } from '../settings.ts';

/** Kernel keepalive (RFC 9293 3.8.4, tcp(7)): the kernel probes, the application only reads. */
export function keepalive({ idleMs, intervalMs, count, userTimeoutMs }: KeepaliveSettings): Detector<ReaderState> {
  const probes = { idleMs, intervalMs, count };
  return reader(
    'keepalive',
    userTimeoutMs === undefined ? { keepalive: probes } : { keepalive: probes, userTimeoutMs },
  );
}
