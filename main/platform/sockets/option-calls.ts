import { optionCalls } from '#model/platforms/index.ts';
import type { OptionCalls } from '#model/platforms/index.ts';
import type { Native } from '#native';
import { operatingSystem } from '../machine/operating-system.ts';

/** By which calls the helper sets options on this machine. */
export function callsHere({ limits }: Pick<Native, 'limits'>): OptionCalls {
  const { count, userTimeoutMs } = limits;
  // A Windows that cannot change the count has none of the newer options.
  const modern = count !== null && count.max > count.min;
  const calls = optionCalls(operatingSystem(), modern);
  return userTimeoutMs === null ? { ...calls, userTimeout: null } : calls;
}
