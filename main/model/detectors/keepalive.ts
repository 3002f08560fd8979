/** Kernel keepalive (RFC 9293 3.8.4, tcp(7)): the kernel probes, the application only reads. */
import { shortDuration } from '../duration.ts';
import { keepaliveSeconds, userTimeoutRange } from '../settings/limits.ts';
import { duration, whole } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { detector, readerTraits } from './part.ts';
import { reader } from './reading.ts';

/** MAX_TCP_KEEPCNT (include/net/tcp.h). */
const mostProbes = 127;

const settings = {
  idle: duration(keepaliveSeconds, 'TCP_KEEPIDLE: silence before the first probe'),
  interval: duration(keepaliveSeconds, 'TCP_KEEPINTVL: time between unanswered probes'),
  count: whole(1, mostProbes, 'TCP_KEEPCNT: unanswered probes until the kernel gives up'),
  userTimeout: duration(userTimeoutRange, 'TCP_USER_TIMEOUT, set as well', { optional: true }),
} as const satisfies Settings;

export type KeepaliveSettings = Kind<'keepalive', typeof settings>;

export const keepalive = detector<KeepaliveSettings>({
  kind: 'keepalive',
  says: 'Kernel keepalive',
  settings,
  example: { kind: 'keepalive', idleMs: 1000, intervalMs: 1000, count: 3 },
  replay: 'asks-kernel',
  ownRule: 'kernel',
  label({ idleMs, intervalMs, count, userTimeoutMs }) {
    const probes = `keepalive ${shortDuration(idleMs)}/${shortDuration(intervalMs)}/${count}`;
    return userTimeoutMs === undefined ? probes : `${probes} + UT ${shortDuration(userTimeoutMs)}`;
  },
  machine({ idleMs, intervalMs, count, userTimeoutMs }) {
    const probes = { idleMs, intervalMs, count };
    const timeout = userTimeoutMs === undefined ? {} : { userTimeoutMs };
    return reader('keepalive', { keepalive: probes, ...timeout });
  },
  traits(asked) {
    const cycleMs = Math.max(asked.idleMs, asked.intervalMs);
    const budgetMs = asked.idleMs + unansweredProbes(asked) * asked.intervalMs;
    return { ...readerTraits, budgetMs, quietMs: cycleMs, cycleMs };
  },
  warnings,
});

/**
 * Unanswered probes until the kernel gives up. With a user timeout the count is not looked at:
 * it ends at the first probe tick with `idle + k*interval >= userTimeout` (tcp_keepalive_timer, net/ipv4/tcp_timer.c).
 */
function unansweredProbes({ idleMs, intervalMs, count, userTimeoutMs }: KeepaliveSettings): number {
  if (userTimeoutMs === undefined) return count;
  return Math.max(1, Math.ceil((userTimeoutMs - idleMs) / intervalMs));
}

/** The conflict behind grpc/grpc-go#6250; Cloudflare's "When TCP sockets refuse to die" advises just under the budget. */
function warnings(asked: KeepaliveSettings): readonly string[] {
  if (asked.userTimeoutMs === undefined) return [];
  const probes = unansweredProbes(asked);
  if (probes === asked.count) return [];
  const timeout = shortDuration(asked.userTimeoutMs);
  const budget = shortDuration(asked.idleMs + asked.count * asked.intervalMs);
  if (probes === 1)
    return [
      `with userTimeout ${timeout} one lost probe ends the connection: the kernel ignores count ${asked.count} once a user ` +
        `timeout is set. A timeout just under idle + count x interval = ${budget} keeps both limits`,
    ];
  return [
    `with userTimeout ${timeout} the kernel gives up after ${probes} unanswered probes, not ${asked.count}: it ignores ` +
      `count once a user timeout is set. A timeout just under idle + count x interval = ${budget} keeps both limits`,
  ];
}
