/** Faults of a network, told by the fault of a socket that looks the same to a detector. */
import type { Kernel, Prediction } from '../prediction.ts';
import type { DetectorSettings, NetworkFault, SocketFault } from '../settings.ts';
import { never, unpredicted } from './rules.ts';
import type { Known } from './situation.ts';
import { granuleMs } from './timers.ts';

/** The fault of one socket that has the same effect; null where there is none. */
export function likeness(fault: NetworkFault): SocketFault | null {
  switch (fault.kind) {
    case 'loss':
      return fault.percent === 100 ? { kind: 'blackhole', direction: fault.direction } : null;
    case 'link-down':
    case 'icmp-unreachable':
      return { kind: 'blackhole', direction: 'both' };
    case 'route-blackhole':
      return { kind: 'blackhole', direction: 'to-peer' };
    case 'middlebox-rst':
      // As a host that is back at once and knows nothing: the first packet is answered by RST.
      return { kind: 'reboot', downMs: 0 };
    case 'host-reboot':
      return { kind: 'reboot', downMs: fault.downMs };
    case 'firewall-forgets':
      return null;
  }
}

/** What the likeness does not know. */
export function amended(fault: NetworkFault, like: Prediction, s: Known, kernel: Kernel): Prediction {
  if (fault.kind === 'link-down' && fault.side === 'own') return withOwnLinkDown(like, s, kernel);
  const isSoft = fault.kind === 'icmp-unreachable' || fault.kind === 'link-down';
  // An ICMP error is remembered and becomes the errno of a later verdict, if one arrived (tcp_v4_err, tcp_write_err).
  return isSoft && like.kind === 'interval' && like.errno === 'ETIMEDOUT' ? { ...like, errno: null } : like;
}

/** Data never leaves the host: no loss probe comes before the clock of the user timeout starts (tcp_probe_timer). */
function withOwnLinkDown(like: Prediction, { rtoMs }: Known, kernel: Kernel): Prediction {
  if (like.kind !== 'interval') return like;
  if (like.rule === 'retries2') return unpredicted('data-never-left');
  if (like.rule !== 'user-timeout-data') return like;
  const earlierMs = rtoMs.toMs + granuleMs(rtoMs.toMs, kernel);
  return { ...like, fromMs: Math.max(0, like.fromMs - earlierMs), errno: null };
}

/** Chance decides about every packet, so only who sends none and waits for none is sure not to be misled. */
export function underLoss(detector: DetectorSettings, s: Known): Prediction {
  const sends = s.untilWriteMs !== null || s.unackedForMs !== null;
  switch (detector.kind) {
    case 'eof':
    case 'user-timeout':
    case 'tcp-info':
      return sends ? unpredicted('chance-decides') : never('nothing-outstanding');
    case 'keepalive':
    case 'heartbeat':
    case 'dedicated-heartbeat':
    case 'oob':
    case 'write-probe':
    case 'receive-deadline':
    case 'phi-accrual':
    case 'k-of-n':
    case 'bfd':
    case 'learned-heartbeat':
      return unpredicted('chance-decides');
  }
}
