/** Socket options as they are typed, and what they mean. */
import type { SocketOptions } from '#model/options.ts';

export interface Extras {
  readonly idle: string;
  readonly interval: string;
  readonly count: string;
  readonly userTimeout: string;
}

export const noExtras: Extras = { idle: '', interval: '', count: '', userTimeout: '' };

/** MAX_TCP_KEEPIDLE, MAX_TCP_KEEPINTVL, MAX_TCP_KEEPCNT (include/net/tcp.h). */
const mostSeconds = 32_767;
const mostProbes = 127;

const whole = (text: string, most: number): number | null =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : null;

/** Null when something of it cannot be set: keepalive takes all three or none. */
export function optionsOf({ idle, interval, count, userTimeout }: Extras): SocketOptions | null {
  const timeout = whole(userTimeout, 2_147_483_647);
  if (userTimeout !== '' && timeout === null) return null;
  const beside = timeout === null ? {} : { userTimeoutMs: timeout };
  if (idle === '' && interval === '' && count === '') return beside;
  const [idleS, intervalS, probes] = [whole(idle, mostSeconds), whole(interval, mostSeconds), whole(count, mostProbes)];
  if (idleS === null || intervalS === null || probes === null) return null;
  return { ...beside, keepalive: { idleMs: idleS * 1000, intervalMs: intervalS * 1000, count: probes } };
}
