/** The host of the peer is gone for a while and then knows nothing of the connection. */
import { shortDuration } from '../duration.ts';
import { faultTime } from '../settings/limits.ts';
import { duration } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

const settings = { down: duration(faultTime, 'How long the host is gone') } as const satisfies Settings;

export type Reboot = Kind<'reboot', typeof settings>;

export const reboot = fault<Reboot>({
  kind: 'reboot',
  says: 'The host of the peer is gone for a while and then knows nothing of the connection',
  settings,
  example: { kind: 'reboot', downMs: 2000 },
  strikes: 'connection',
  shorthand: 'down',
  label: ({ downMs }) => `reboot ${shortDuration(downMs)}`,
  traits: ({ downMs }) => ({
    ...lasting,
    effect: { is: 'amnesia', afterMs: downMs },
    speaks: 'when-asked',
    healsAfterMs: downMs,
    showsAfter: { setting: 'down', ms: downMs },
  }),
  strike: () => [{ do: 'cut', way: 'both' }, { do: 'forget' }],
  heal: () => [{ do: 'return' }],
});
