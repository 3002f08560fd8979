/** The host of the peer loses power; another one comes up in its place. */
import { shortDuration } from '../duration.ts';
import { faultTime } from '../settings/limits.ts';
import { duration } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

const settings = { down: duration(faultTime, 'How long the host is gone') } as const satisfies Settings;

export type HostReboot = Kind<'host-reboot', typeof settings>;

export const hostReboot = fault<HostReboot>({
  kind: 'host-reboot',
  says: 'The host of the peer loses power; another comes up in its place',
  settings,
  example: { kind: 'host-reboot', downMs: 2000 },
  strikes: 'network',
  shorthand: 'down',
  label: ({ downMs }) => `host-reboot ${shortDuration(downMs)}`,
  traits: ({ downMs }) => ({
    ...lasting,
    effect: { is: 'amnesia', afterMs: downMs },
    speaks: 'when-asked',
    healsAfterMs: downMs,
    showsAfter: { setting: 'down', ms: downMs },
  }),
  strike: () => [{ do: 'halt' }],
  heal: () => [{ do: 'boot' }],
});
