/** What the peer says of its own accord, or is asked to say. */
import { detectionMs, peerPaceMs } from '../detectors/bfd.ts';
import type { DetectorSettings, HeartbeatSettings } from '../settings.ts';
import { isScheduled } from './scheduled.ts';
import type { Known } from './situation.ts';

/** What the detector needs the peer's process (not its kernel) to send. */
export function waitsForPeer(detector: DetectorSettings): 'pong' | 'beat' | null {
  if (detector.kind === 'receive-deadline' || detector.kind === 'bfd') return 'beat';
  if (isScheduled(detector)) return 'pong';
  if (detector.kind !== 'heartbeat' && detector.kind !== 'dedicated-heartbeat') return null;
  return detector.from === 'client' ? 'pong' : 'beat';
}

/** How long those that wait for beats wait for one. */
export function beatBudgetMs(detector: DetectorSettings): number {
  if (detector.kind === 'bfd') return detectionMs(detector);
  if (detector.kind === 'receive-deadline') return detector.everyMs + detector.slackMs;
  return 'from' in detector ? detector.idleMs + detector.tries * detector.intervalMs : 0;
}

/** How often the peer sends what the detector hears; null for never. Two streams of one peer have no closed form. */
export function arrivesEveryMs(
  detector: DetectorSettings,
  { dataEveryMs }: Known,
): number | 'one-way-beats' | 'one-way-data' | null {
  const beatMs = beatEveryMs(detector);
  if (dataEveryMs === null) return beatMs;
  if (beatMs !== null || detector.kind === 'learned-heartbeat') return 'one-way-beats';
  if (detector.kind === 'keepalive' || detector.kind === 'oob') return 'one-way-data';
  return detector.kind === 'heartbeat' ? dataEveryMs : null;
}

export function beatEveryMs(detector: DetectorSettings): number | null {
  if (detector.kind === 'receive-deadline') return detector.everyMs;
  if (detector.kind === 'bfd') return peerPaceMs(detector);
  return waitsForPeer(detector) === 'beat' ? (detector as HeartbeatSettings).idleMs : null;
}
