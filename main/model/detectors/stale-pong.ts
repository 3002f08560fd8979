import type { Content } from '../detector.ts';

/** A PONG to an older PING than the last: the peer is slow, or it was. A slow peer must not look alive forever. */
export const isStalePong = (content: Content, lastSequence: number): boolean =>
  content.kind === 'pong' && content.sequence !== null && content.sequence < lastSequence;
