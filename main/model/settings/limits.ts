/** The ranges that many settings share, and why they are so. */
import type { DurationLimits } from './setting.ts';

const dayMs = 24 * 3_600_000;

/** Timers of the event loop are not worth asking for more often. */
export const period = { minMs: 10, maxMs: dayMs } as const satisfies DurationLimits;

/** A period, or none at all. */
export const periodOrNone = { minMs: 0, maxMs: dayMs } as const satisfies DurationLimits;

/** MAX_TCP_KEEPIDLE and MAX_TCP_KEEPINTVL (include/net/tcp.h); both options count seconds (tcp(7)). */
export const keepaliveSeconds = {
  minMs: 1000,
  maxMs: 32_767_000,
  wholeSeconds: 'the Linux kernel counts it in seconds',
} as const satisfies DurationLimits;

/** TCP_USER_TIMEOUT is an int of milliseconds, 0 for the system's default (tcp(7)). */
export const userTimeoutRange = { minMs: 1, maxMs: 2_147_483_647 } as const satisfies DurationLimits;

/** How long a fault, or a part of it, may last. */
export const faultTime = { minMs: 10, maxMs: dayMs } as const satisfies DurationLimits;

/** Most PINGs, probes or missed heartbeats that a detector may wait for. */
export const mostTries = 1000;

/** Seeds fit into 31 bits, on every system and in every file. */
export const largestSeed = 2_147_483_647;
