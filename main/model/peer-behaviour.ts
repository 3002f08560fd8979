/** What a trial asks of the peer, one connection at a time. */
import type { Channel, Detector } from './detector.ts';
import { quietly } from './responder.ts';
import type { ResponderBehaviour } from './responder.ts';
import { writingGapMs } from './traffic.ts';
import type { Traffic } from './traffic.ts';

/** How the peer treats one connection. */
export interface PeerBehaviour extends ResponderBehaviour {
  /** False: what arrives stays in its kernel, until the window is closed. */
  readonly reads: boolean;
}

/** The traffic is that of the main connection: over the other one only heartbeats go. */
export function peerBehaviour(
  detector: Pick<Detector, 'peerBeatMs'>,
  traffic: Traffic,
  channel: Channel,
): PeerBehaviour {
  const here = channel === 'main' ? traffic : 'idle';
  return {
    ...quietly,
    beatEveryMs: detector.peerBeatMs,
    dataEveryMs: here === 'reading' ? writingGapMs : null,
    reads: here !== 'zero-window',
  };
}
