/** What the router does with packets, in the words of nft(8). */
import type { NetworkAction } from '#model/faults/action.ts';
import type { Direction } from '#model/faults/direction.ts';

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

const refusals = {
  'icmp-host': 'icmp type host-unreachable',
  'icmp-port': 'icmp type port-unreachable',
  'icmp-admin': 'icmp type admin-prohibited',
  rst: 'tcp reset',
} as const;

type Filtering = NetworkAction & { readonly do: 'lose' | 'refuse' | 'track' | 'forward' };

/** What the router does with packets from now on. */
export function ruleFor(action: Filtering): string {
  switch (action.do) {
    case 'lose':
      return `${arriving[action.way]}${action.percent === 100 ? '' : `${partsOf(action.percent)} `}drop`;
    case 'refuse':
      return `ip protocol tcp reject with ${refusals[action.by]}`;
    case 'track':
      return action.reply === 'drop' ? 'ct state invalid drop' : 'ct state invalid reject with tcp reset';
    case 'forward':
      return '';
  }
}

/** Everything that faults ask of nft and the kernel, but for connection tracking. */
export const everyRule = forwarding(
  [
    ruleFor({ do: 'lose', percent: 1, way: 'to-peer' }),
    ...(['icmp-host', 'icmp-port', 'icmp-admin', 'rst'] as const).map((by) =>
      ruleFor({ do: 'refuse', by, isLimited: true }),
    ),
  ].join('\n    '),
);

export const trackingRule = forwarding(ruleFor({ do: 'track', reply: 'rst' }));
