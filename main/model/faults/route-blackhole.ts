/** The router drops silently, by its routing table, what is for the peer; what the peer sends arrives. */
import type { Bare } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

export type RouteBlackhole = Bare<'route-blackhole'>;

export const routeBlackhole = fault<RouteBlackhole>({
  kind: 'route-blackhole',
  says: 'The router drops what is for the peer',
  settings: {},
  example: { kind: 'route-blackhole' },
  strikes: 'network',
  label: () => 'route-blackhole',
  traits: () => ({ ...lasting, effect: { is: 'cut', way: 'to-peer', forMs: null } }),
  strike: () => [{ do: 'route', to: 'blackhole' }],
  heal: () => [{ do: 'route', to: 'peer' }],
});
