/** Every detector there is. To add one, see docs/add-a-detector.md. */
import type { Detector } from '../detector.ts';
import type { DetectorSettings } from '../settings.ts';
import { bfd } from './bfd.ts';
import { eof } from './eof.ts';
import { heartbeat } from './heartbeat.ts';
import { kOfN } from './k-of-n.ts';
import { keepalive } from './keepalive.ts';
import { learnedHeartbeat } from './learned-heartbeat.ts';
import { oob } from './oob.ts';
import { phiAccrual } from './phi-accrual.ts';
import { receiveDeadline } from './receive-deadline.ts';
import { tcpInfo } from './tcp-info.ts';
import { userTimeout } from './user-timeout.ts';
import { writeProbe } from './write-probe.ts';

/** The machine for these settings. Its state is its own business: hand it back unopened. */
export function detectorOf(settings: DetectorSettings): Detector {
  return machineOf(settings);
}

function machineOf(settings: DetectorSettings) {
  switch (settings.kind) {
    case 'eof':
      return eof();
    case 'keepalive':
      return keepalive(settings);
    case 'user-timeout':
      return userTimeout(settings);
    case 'heartbeat':
    case 'dedicated-heartbeat':
      return heartbeat(settings);
    case 'tcp-info':
      return tcpInfo(settings);
    case 'oob':
      return oob(settings);
    case 'write-probe':
      return writeProbe(settings);
    case 'receive-deadline':
      return receiveDeadline(settings);
    case 'phi-accrual':
      return phiAccrual(settings);
    case 'k-of-n':
      return kOfN(settings);
    case 'bfd':
      return bfd(settings);
    case 'learned-heartbeat':
      return learnedHeartbeat(settings);
  }
}
