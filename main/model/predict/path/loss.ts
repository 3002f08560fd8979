/** Packets that are lost by chance, and what a network says of those that it does not deliver. */
import type { Prediction } from '../../prediction.ts';
import { isKernelOnly } from '../case.ts';
import type { Case } from '../case.ts';
import { granuleMs } from '../kernel/timers.ts';
import { never, unpredicted } from '../rules.ts';

/** Chance decides about every packet, so only a detector that sends none and waits for none is sure not to be misled. */
export function underLoss({ traits, known, options }: Case): Prediction {
  const isPassive = (isKernelOnly(traits) || traits.believes === 'polling') && options.keepalive === undefined;
  const sends = known.untilWriteMs !== null || known.unackedForMs !== null;
  return isPassive && !sends ? never('nothing-outstanding') : unpredicted('chance-decides');
}

/** An ICMP error is remembered and becomes the errno of a later verdict, if one arrived (tcp_v4_err, tcp_write_err). */
export function withErrors(c: Case, silent: Prediction): Prediction {
  if (c.fault.errors === 'unsent') return withDataUnsent(c, silent);
  const isErrno = c.fault.errors === 'noted' && silent.kind === 'interval' && silent.errno === 'ETIMEDOUT';
  return isErrno ? { ...silent, errno: null } : silent;
}

/** Data never leaves the host: no loss probe comes before the clock of the user timeout starts (tcp_probe_timer). */
function withDataUnsent({ known: { rtoMs }, kernel }: Case, silent: Prediction): Prediction {
  if (silent.kind !== 'interval') return silent;
  if (silent.rule === 'retries2') return unpredicted('data-never-left');
  if (silent.rule !== 'user-timeout-data') return silent;
  const earlierMs = rtoMs.toMs + granuleMs(rtoMs.toMs, kernel);
  return { ...silent, fromMs: Math.max(0, silent.fromMs - earlierMs), errno: null };
}
