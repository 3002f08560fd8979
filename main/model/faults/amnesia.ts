/** A host that is gone for a while and then knows nothing of the connection; how it goes is each fault's own. */
import { faultTime } from '../settings/limits.ts';
import { duration } from '../settings/setting.ts';
import type { Settings } from '../settings/setting.ts';
import { lasting } from './part.ts';
import type { FaultTraits } from './part.ts';

export const amnesiaSettings = { down: duration(faultTime, 'How long the host is gone') } as const satisfies Settings;

export const amnesiaTraits = (downMs: number): FaultTraits => ({
  ...lasting,
  effect: { is: 'amnesia', afterMs: downMs },
  speaks: 'when-asked',
  healsAfterMs: downMs,
  showsAfter: { setting: 'down', ms: downMs },
});
