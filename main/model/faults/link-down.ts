/** An interface goes down: ours, the peer's, or that of the router towards the peer. */
import { choice } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

const settings = {
  side: choice(['own', 'peer', 'router'], 'Whose interface goes down; of the router, that towards the peer'),
} as const satisfies Settings;

export type LinkDown = Kind<'link-down', typeof settings>;

export const linkDown = fault<LinkDown>({
  kind: 'link-down',
  says: 'An interface goes down',
  settings,
  example: { kind: 'link-down', side: 'peer' },
  strikes: 'network',
  shorthand: 'side',
  label: ({ side }) => `link-down ${side}`,
  traits: ({ side }) => ({
    ...lasting,
    effect: { is: 'cut', way: 'both', forMs: null },
    errors: side === 'own' ? 'unsent' : 'noted',
  }),
  strike: ({ side }) => [{ do: 'link', side, to: 'down' }],
  heal: ({ side }) => [{ do: 'link', side, to: 'up' }],
});
