/** Packets vanish silently, forever: a cut cable, a crashed host, a firewall that drops. */
import type { Kind, Settings } from '../settings/setting.ts';
import { direction, directionLabel, directions } from './direction.ts';
import { fault, lasting } from './part.ts';

const settings = { direction } as const satisfies Settings;

export type Blackhole = Kind<'blackhole', typeof settings>;

export const blackhole = fault<Blackhole>({
  kind: 'blackhole',
  says: 'Packets vanish silently, forever',
  settings,
  example: { kind: 'blackhole', direction: 'both' },
  offers: directions.map((way) => ({ kind: 'blackhole', direction: way })),
  strikes: 'connection',
  shorthand: 'direction',
  label: ({ direction: way }) => `blackhole${directionLabel(way)}`,
  traits: ({ direction: way }) => ({ ...lasting, effect: { is: 'cut', way, forMs: null } }),
  strike: ({ direction: way }) => [{ do: 'cut', way }],
  heal: ({ direction: way }) => [{ do: 'restore', way }],
});
