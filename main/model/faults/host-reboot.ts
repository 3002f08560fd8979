/** The host of the peer loses power; another one comes up in its place. */
import { shortDuration } from '../duration.ts';
import type { Kind } from '../settings/setting.ts';
import { amnesiaSettings, amnesiaTraits } from './amnesia.ts';
import { fault } from './part.ts';

export type HostReboot = Kind<'host-reboot', typeof amnesiaSettings>;

export const hostReboot = fault<HostReboot>({
  kind: 'host-reboot',
  says: 'The host of the peer loses power; another comes up in its place',
  settings: amnesiaSettings,
  example: { kind: 'host-reboot', downMs: 2000 },
  strikes: 'network',
  shorthand: 'down',
  label: ({ downMs }) => `host-reboot ${shortDuration(downMs)}`,
  traits: ({ downMs }) => amnesiaTraits(downMs),
  strike: () => [{ do: 'halt' }],
  heal: () => [{ do: 'boot' }],
});
