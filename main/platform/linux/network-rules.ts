/** What the router does with packets, in the words of nft(8). */
import type { Direction, NetworkFault } from '#model/settings.ts';

/** The router's rules for what it forwards; replaces those before. `destroy` would need nft 1.0.7. */
export const forwarding = (rules: string): string => `
table inet halfopen {}
delete table inet halfopen
table inet halfopen {
  chain forwarding {
    type filter hook forward priority 0; policy accept;
    ${rules}
  }
}
`;

/** As parts of ten thousand: nft has no fractions. */
const partsOf = (percent: number): string => `numgen random mod 10000 < ${Math.max(1, Math.round(percent * 100))}`;

const arriving: Readonly<Record<Direction, string>> = {
  both: '',
  'to-peer': 'iifname "to-client" ',
  'from-peer': 'iifname "to-server" ',
};

const icmpTypes = { host: 'host-unreachable', port: 'port-unreachable', admin: 'admin-prohibited' } as const;

/** What the router does with packets while the fault lasts; null where it is no matter of filters. */
export function rulesOf(fault: NetworkFault): string | null {
  switch (fault.kind) {
    case 'loss':
      return `${arriving[fault.direction]}${fault.percent === 100 ? '' : `${partsOf(fault.percent)} `}drop`;
    case 'icmp-unreachable':
      return `ip protocol tcp reject with icmp type ${icmpTypes[fault.reason]}`;
    case 'middlebox-rst':
      return 'ip protocol tcp reject with tcp reset';
    case 'firewall-forgets':
      return fault.reply === 'drop' ? 'ct state invalid drop' : 'ct state invalid reject with tcp reset';
    case 'link-down':
    case 'route-blackhole':
    case 'host-reboot':
      return null;
  }
}

/** Everything that faults ask of nft and the kernel, but for connection tracking. */
export const everyRule = forwarding(
  [rulesOf({ kind: 'loss', direction: 'to-peer', percent: 1 }), ...refusals()].join('\n    '),
);

function refusals(): (string | null)[] {
  const icmp = (['host', 'port', 'admin'] as const).map((reason) =>
    rulesOf({ kind: 'icmp-unreachable', reason, rateLimited: true }),
  );
  return [...icmp, rulesOf({ kind: 'middlebox-rst' })];
}

export const trackingRule = forwarding(rulesOf({ kind: 'firewall-forgets', afterMs: 1000, reply: 'rst' }) ?? '');
