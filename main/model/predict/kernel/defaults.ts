import type { KeepaliveOptions } from '../../options.ts';
import { optionFacts } from '../../platforms/index.ts';
import type { OptionFact } from '../../platforms/index.ts';
import type { OperatingSystem } from '../../prediction.ts';

const factOf = (os: OperatingSystem, option: OptionFact['option']): OptionFact | undefined =>
  optionFacts.find((fact) => fact.os === os && fact.option === option);

function usual(os: OperatingSystem, option: OptionFact['option']): number {
  const value = factOf(os, option)?.usual ?? null;
  if (value === null) throw new Error(`no default is known for ${option} on ${os}`);
  return value;
}

/** Keepalive of a system that nobody configured, once SO_KEEPALIVE is on; main/model/platforms has the sources. */
export const systemDefaults = (os: OperatingSystem): KeepaliveOptions => ({
  idleMs: usual(os, 'idle'),
  intervalMs: usual(os, 'interval'),
  count: usual(os, 'count'),
});

/** What the application gets when keepalive gives the peer up; null where more than one error is seen. */
export const keepaliveErrno = (os: OperatingSystem): string | null => factOf(os, 'keepalive')?.errno ?? null;
