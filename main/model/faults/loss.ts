/** Each packet is lost with this probability, from now on. Below 100 % the peer can be reached: silence is right. */
import { percent } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { direction, directionLabel } from './direction.ts';
import { fault, lasting } from './part.ts';

const settings = {
  percent: percent('How many of a hundred packets are lost, by chance'),
  direction,
} as const satisfies Settings;

export type Loss = Kind<'loss', typeof settings>;

export const loss = fault<Loss>({
  kind: 'loss',
  says: 'Packets are lost by chance, from then on; below 100 the right answer is silence',
  settings,
  example: { kind: 'loss', direction: 'both', percent: 10 },
  strikes: 'network',
  shorthand: 'percent',
  label: ({ percent: share, direction: way }) => `loss ${share}%${directionLabel(way)}`,
  traits: ({ percent: share, direction: way }) => ({
    ...lasting,
    effect: { is: 'chance', percent: share, way },
    isTransient: share < 100,
  }),
  strike: ({ percent: share, direction: way }) => [{ do: 'lose', percent: share, way }],
  heal: () => [{ do: 'forward' }],
});
