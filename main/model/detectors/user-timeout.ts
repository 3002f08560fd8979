import { reader } from './reading.ts';
import type { ReaderState } from './reading.ts';
import type { Detector } from '../detector.ts';
import type { UserTimeoutSettings } from '../settings.ts';

/** TCP_USER_TIMEOUT (RFC 5482, tcp(7)): the kernel limits how long sent data may stay unacknowledged. */
export const userTimeout = ({ timeoutMs }: UserTimeoutSettings): Detector<ReaderState> =>
  reader('user-timeout', { userTimeoutMs: timeoutMs });
