import type { Situation } from '../prediction.ts';

/** A situation with what follows from the detector and the traffic. */
export interface Known extends Situation {
  /** Smallest gap between two writes of our end; 0 with two sources of writes, Infinity when at most one is written. */
  readonly gapMs: number;
  /** A second segment may follow the first before its loss probe. */
  readonly crowded: boolean;
  /** Data is written again and again, not just once. */
  readonly writesOn: boolean;
  /** The peer sends data this often; null for never. */
  readonly dataEveryMs: number | null;
}
