import type { OptionFact } from './fact.ts';

const death = 'ETIMEDOUT';
const xnu = 'tcp(4); XNU bsd/netinet/tcp.h, tcp_usrreq.c';
const darwin = (fact: Omit<OptionFact, 'os' | 'evidence'>): OptionFact => ({
  ...fact,
  os: 'darwin',
  evidence: 'documents',
});
const both = { settable: true, readable: true } as const;

export const darwinOptions: readonly OptionFact[] = [
  darwin({
    ...both,
    option: 'keepalive',
    call: 'SO_KEEPALIVE',
    since: 'any',
    unit: 'switch',
    range: 'on, off',
    default: 'off',
    usual: null,
    onDeath: death,
    errno: 'ETIMEDOUT',
    source: 'setsockopt(2); XNU bsd/netinet/tcp_timer.c, TCPT_KEEP',
  }),
  darwin({
    ...both,
    option: 'idle',
    call: 'TCP_KEEPALIVE',
    since: 'any',
    unit: 's',
    range: '1 to 4294967',
    default: '7200 (net.inet.tcp.keepidle, in ms)',
    usual: 7_200_000,
    onDeath: null,
    errno: null,
    source: xnu,
  }),
  darwin({
    ...both,
    option: 'interval',
    call: 'TCP_KEEPINTVL',
    since: 'Mac OS X 10.9',
    unit: 's',
    range: '1 to 4294967',
    default: '75 (net.inet.tcp.keepintvl, in ms)',
    usual: 75_000,
    onDeath: null,
    errno: null,
    source: xnu,
  }),
  darwin({
    ...both,
    option: 'count',
    call: 'TCP_KEEPCNT',
    since: 'Mac OS X 10.9',
    unit: 'probes',
    range: '1 to 2147483647',
    default: '8 (net.inet.tcp.keepcnt)',
    usual: 8,
    onDeath: null,
    errno: null,
    source: xnu,
  }),
  darwin({
    ...both,
    option: 'user-timeout',
    call: 'TCP_RXT_CONNDROPTIME',
    since: 'Mac OS X 10.8',
    unit: 's',
    range: '1 to 2147483, counted from the first retransmission; 0: the system decides (TCP_MAXRXTSHIFT, 12)',
    default: '0',
    usual: null,
    onDeath: death,
    errno: 'ETIMEDOUT',
    source: xnu,
  }),
];
