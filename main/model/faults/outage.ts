/** Packets vanish for a while, then the path heals. The right answer is silence. */
import { shortDuration } from '../duration.ts';
import { faultTime } from '../settings/limits.ts';
import { duration } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { direction, directionLabel } from './direction.ts';
import { fault, lasting } from './part.ts';

const settings = { duration: duration(faultTime, 'Until the path heals'), direction } as const satisfies Settings;

export type Outage = Kind<'outage', typeof settings>;

export const outage = fault<Outage>({
  kind: 'outage',
  says: 'Packets vanish for a while; the right answer is silence',
  settings,
  example: { kind: 'outage', direction: 'both', durationMs: 1500 },
  strikes: 'connection',
  shorthand: 'duration',
  label: ({ durationMs, direction: way }) => `outage ${shortDuration(durationMs)}${directionLabel(way)}`,
  traits: ({ durationMs, direction: way }) => ({
    ...lasting,
    effect: { is: 'cut', way, forMs: durationMs },
    isTransient: true,
    healsAfterMs: durationMs,
    showsAfter: { setting: 'duration', ms: durationMs },
  }),
  strike: ({ direction: way }) => [{ do: 'cut', way }],
  heal: ({ direction: way }) => [{ do: 'restore', way }],
});
