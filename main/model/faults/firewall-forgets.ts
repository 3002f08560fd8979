/**
 * Connection-tracking timeout: from now on the firewall forgets a flow after so long without a packet of it, as stateful
 * firewalls, NAT gateways and load balancers do.
 */
import { shortDuration } from '../duration.ts';
import { faultTime } from '../settings/limits.ts';
import { choice, duration } from '../settings/setting.ts';
import type { DurationLimits, Kind, Settings } from '../settings/setting.ts';
import { fault, lasting } from './part.ts';

const trackedTime = {
  minMs: 1000,
  maxMs: faultTime.maxMs,
  wholeSeconds: 'connection tracking counts it in seconds',
  stepMs: 1000,
} as const satisfies DurationLimits;

const settings = {
  after: duration(trackedTime, 'How long a connection may be silent'),
  reply: choice(['drop', 'rst'], 'What becomes of the next packet', { default: 'drop' }),
} as const satisfies Settings;

export type FirewallForgets = Kind<'firewall-forgets', typeof settings>;

export const firewallForgets = fault<FirewallForgets>({
  kind: 'firewall-forgets',
  says: 'From then on a firewall forgets what is silent for too long',
  settings,
  example: { kind: 'firewall-forgets', afterMs: 3000, reply: 'drop' },
  strikes: 'network',
  shorthand: 'after',
  label: ({ afterMs, reply }) => `firewall-forgets ${shortDuration(afterMs)} ${reply}`,
  traits: ({ afterMs, reply }) => ({
    ...lasting,
    effect: { is: 'flow-timeout', afterMs, reply },
    speaks: 'when-asked',
    showsAfter: { setting: 'after', ms: afterMs },
  }),
  prepare: ({ reply }) => [{ do: 'track', reply }],
  strike: ({ afterMs, reply }) => [{ do: 'expire-flows', afterMs, reply }],
});
