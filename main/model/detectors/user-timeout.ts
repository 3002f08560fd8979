/** TCP_USER_TIMEOUT (RFC 5482, tcp(7)): the kernel limits how long sent data may stay unacknowledged. */
import { shortDuration } from '../duration.ts';
import { userTimeoutRange } from '../settings/limits.ts';
import { duration } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { detector, readerTraits } from './part.ts';
import { reader } from './reading.ts';

const settings = {
  timeout: duration(userTimeoutRange, 'TCP_USER_TIMEOUT: how long sent data may stay unacknowledged'),
} as const satisfies Settings;

export type UserTimeoutSettings = Kind<'user-timeout', typeof settings>;

export const userTimeout = detector<UserTimeoutSettings>({
  kind: 'user-timeout',
  says: 'TCP_USER_TIMEOUT alone',
  settings,
  example: { kind: 'user-timeout', timeoutMs: 3000 },
  replay: 'asks-kernel',
  ownRule: 'kernel',
  label: ({ timeoutMs }) => `user-timeout ${shortDuration(timeoutMs)}`,
  machine: ({ timeoutMs }) => reader('user-timeout', { userTimeoutMs: timeoutMs }),
  traits: ({ timeoutMs }) => ({ ...readerTraits, budgetMs: timeoutMs }),
});
