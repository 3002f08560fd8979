import { shortDuration as short } from '../duration.ts';
import type { DetectorSettings } from '../settings.ts';
import { agreedRxMs, agreedTxMs } from './bfd.ts';

/** Short and stable: rows of tables, and what people call the detector. */
export function detectorLabel(settings: DetectorSettings): string {
  switch (settings.kind) {
    case 'eof':
      return 'eof';
    case 'keepalive': {
      const probes = `keepalive ${short(settings.idleMs)}/${short(settings.intervalMs)}/${settings.count}`;
      return settings.userTimeoutMs === undefined ? probes : `${probes} + UT ${short(settings.userTimeoutMs)}`;
    }
    case 'user-timeout':
      return `user-timeout ${short(settings.timeoutMs)}`;
    case 'heartbeat':
    case 'dedicated-heartbeat': {
      const { kind, idleMs, intervalMs, tries, from, frame, activity = 'fresh' } = settings;
      const who = from === 'client' ? '' : ` from ${from}`;
      const size = frame === 'classic' ? '' : ` ${frame}`;
      const counts = activity === 'fresh' ? '' : ` activity ${activity}`;
      return `${kind} ${short(idleMs)}/${short(intervalMs)}/${tries}${who}${size}${counts}`;
    }
    case 'tcp-info':
      return settings.rule === 'state'
        ? `tcp-info state ${short(settings.everyMs)}`
        : `tcp-info unacked ${short(settings.silenceMs)}`;
    case 'oob':
      return `oob ${short(settings.intervalMs)}/${short(settings.silenceMs)}`;
    case 'write-probe':
      return `write-probe ${short(settings.intervalMs)}`;
    case 'receive-deadline':
      return `receive-deadline ${short(settings.everyMs)}+${short(settings.slackMs)}`;
    case 'phi-accrual': {
      const pause = settings.pauseMs === 0 ? '' : ` pause ${short(settings.pauseMs)}`;
      return `phi-accrual ${short(settings.intervalMs)} phi ${settings.threshold}${pause}`;
    }
    case 'k-of-n':
      return `k-of-n ${short(settings.intervalMs)}+${short(settings.slackMs)} ${settings.k} of ${settings.n}`;
    case 'bfd':
      return `bfd ${short(agreedTxMs(settings))}/${short(agreedRxMs(settings))}x${settings.multiplier}`;
    case 'learned-heartbeat':
      return `learned-heartbeat ${short(settings.startMs)}..${short(settings.maxMs)}/${short(settings.timeoutMs)}/${settings.tries}`;
  }
}
