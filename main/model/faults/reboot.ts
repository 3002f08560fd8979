/** The host of the peer is gone for a while and then knows nothing of the connection. */
import { shortDuration } from '../duration.ts';
import type { Kind } from '../settings/setting.ts';
import { amnesiaSettings, amnesiaTraits } from './amnesia.ts';
import { fault } from './part.ts';

export type Reboot = Kind<'reboot', typeof amnesiaSettings>;

export const reboot = fault<Reboot>({
  kind: 'reboot',
  says: 'The host of the peer is gone for a while and then knows nothing of the connection',
  settings: amnesiaSettings,
  example: { kind: 'reboot', downMs: 2000 },
  strikes: 'connection',
  shorthand: 'down',
  label: ({ downMs }) => `reboot ${shortDuration(downMs)}`,
  traits: ({ downMs }) => amnesiaTraits(downMs),
  strike: () => [{ do: 'cut', way: 'both' }, { do: 'forget' }],
  heal: () => [{ do: 'return' }],
});
