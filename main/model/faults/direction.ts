import { choice } from '../settings/setting.ts';

export const directions = ['both', 'to-peer', 'from-peer'] as const;

/** Which way is cut, seen from the probe client. */
export type Direction = (typeof directions)[number];

export const direction = choice(directions, 'Which way is cut, seen from the side that detects', { default: 'both' });

/** What follows the kind in a label; nothing for both ways. */
export const directionLabel = (way: Direction): string => (way === 'both' ? '' : ` ${way}`);
