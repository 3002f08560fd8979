/** The router refuses every packet and says so by ICMP; as often as Linux does (one a second), or each time. */
import { choice, yesOrNo } from '../settings/setting.ts';
import type { Kind, Settings } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

const settings = {
  reason: choice(['host', 'port', 'admin'], 'What the ICMP error says', { default: 'host' }),
  rateLimited: yesOrNo('As Linux does it, once a second; or for each packet', { default: true }),
} as const satisfies Settings;

export type IcmpUnreachable = Kind<'icmp-unreachable', typeof settings>;

export const icmpUnreachable = fault<IcmpUnreachable>({
  kind: 'icmp-unreachable',
  says: 'The router refuses every packet and says so by ICMP',
  settings,
  example: { kind: 'icmp-unreachable', reason: 'host', rateLimited: true },
  strikes: 'network',
  shorthand: 'reason',
  label: ({ reason, rateLimited }) => `icmp-unreachable ${reason}${rateLimited ? '' : ' unlimited'}`,
  traits: () => ({ ...lasting, effect: { is: 'cut', way: 'both', forMs: null }, errors: 'noted' }),
  // A new namespace limits ICMP errors as Linux does by default.
  prepare: ({ rateLimited }) => (rateLimited ? [] : [{ do: 'unlimit-icmp' }]),
  strike: ({ reason, rateLimited }) => [{ do: 'refuse', by: `icmp-${reason}`, isLimited: rateLimited }],
  heal: () => [{ do: 'forward' }],
});
