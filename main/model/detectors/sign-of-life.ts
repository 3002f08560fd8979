import type { Channel, Content, Detector } from '../detector.ts';
import { isStalePong } from './stale-pong.ts';

/** What decides which input counts for a detector. */
export type Hearing = Pick<Detector, 'hears' | 'dedicated'>;

export const isListenedTo = ({ dedicated }: Hearing, channel: Channel): boolean =>
  !dedicated || channel === 'heartbeat';

/** A PONG to an older PING than the last is no sign of life, unless the detector says itself what is. */
export const isSignOfLife = ({ hears }: Hearing, content: Content, lastPing: number): boolean =>
  hears?.(content) ?? !isStalePong(content, lastPing);
