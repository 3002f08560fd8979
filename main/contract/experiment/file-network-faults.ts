/** How the faults of a network are written in an experiment file: those that need private hosts. */
import { z } from 'zod';
import { duration, faultTime, mapping, oneOf, percent, wholeSecondsFrom, yesOrNo } from './file-values.ts';
import {
  firewallForgetsData,
  hostRebootData,
  icmpUnreachableData,
  linkDownData,
  lossData,
  plainNetworkFaultData,
} from '../data/settings.ts';

export const direction = oneOf(
  ['both', 'to-peer', 'from-peer'],
  'Which way is cut, seen from the side that detects',
).prefault('both');

const loss = z.codec(
  mapping(
    {
      kind: z.literal('loss'),
      percent: percent('How many of a hundred packets are lost, by chance'),
      direction,
    },
    'Packets are lost by chance, from then on; below 100 the right answer is silence',
  ),
  lossData,
  { decode: (file) => file, encode: (fault) => fault },
);

const linkDown = z.codec(
  mapping(
    {
      kind: z.literal('link-down'),
      side: oneOf(['own', 'peer', 'router'], 'Whose interface goes down; of the router, that towards the peer'),
    },
    'An interface goes down',
  ),
  linkDownData,
  { decode: (file) => file, encode: (fault) => fault },
);

const plain = mapping(
  {
    kind: z.enum(['route-blackhole', 'middlebox-rst']).meta({
      description:
        'route-blackhole: the router drops what is for the peer. middlebox-rst: every packet is answered by RST',
    }),
  },
  'What the network between does',
);

const icmpUnreachable = z.codec(
  mapping(
    {
      kind: z.literal('icmp-unreachable'),
      reason: oneOf(['host', 'port', 'admin'], 'What the ICMP error says').prefault('host'),
      rateLimited: yesOrNo('As Linux does it, once a second; or for each packet').prefault(true),
    },
    'The router refuses every packet and says so by ICMP',
  ),
  icmpUnreachableData,
  { decode: (file) => file, encode: (fault) => fault },
);

const forgetTime = wholeSecondsFrom(1000, faultTime.maxMs, 'connection tracking counts it in seconds');

const firewallForgets = z.codec(
  mapping(
    {
      kind: z.literal('firewall-forgets'),
      after: duration(forgetTime, 'How long a connection may be silent'),
      reply: oneOf(['drop', 'rst'], 'What becomes of the next packet').prefault('drop'),
    },
    'From then on a firewall forgets what is silent for too long',
  ),
  firewallForgetsData,
  {
    decode: ({ after, ...rest }) => ({ ...rest, afterMs: after }),
    encode: ({ afterMs, ...rest }) => ({ ...rest, after: afterMs }),
  },
);

const hostReboot = z.codec(
  mapping(
    { kind: z.literal('host-reboot'), down: duration(faultTime, 'How long the host is gone') },
    'The host of the peer loses power; another comes up in its place',
  ),
  hostRebootData,
  { decode: ({ kind, down }) => ({ kind, downMs: down }), encode: ({ kind, downMs }) => ({ kind, down: downMs }) },
);

export const fileNetworkFaults = [
  loss,
  linkDown,
  z.codec(plain, plainNetworkFaultData, { decode: (file) => file, encode: (fault) => fault }),
  icmpUnreachable,
  firewallForgets,
  hostReboot,
] as const;
