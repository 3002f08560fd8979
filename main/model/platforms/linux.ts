import type { OptionFact } from './fact.ts';

const death = 'ETIMEDOUT; EHOSTUNREACH when ICMP said so before';
const linux = (fact: Omit<OptionFact, 'os' | 'evidence'>): OptionFact => ({
  ...fact,
  os: 'linux',
  evidence: 'measured',
});
const both = { settable: true, readable: true } as const;

export const linuxOptions: readonly OptionFact[] = [
  linux({
    ...both,
    option: 'keepalive',
    call: 'SO_KEEPALIVE',
    since: 'any',
    unit: 'switch',
    range: 'on, off',
    default: 'off',
    onDeath: death,
    source: 'socket(7), tcp(7); net/ipv4/tcp_timer.c, tcp_keepalive_timer',
  }),
  linux({
    ...both,
    option: 'idle',
    call: 'TCP_KEEPIDLE',
    since: '2.4',
    unit: 's',
    range: '1 to 32767',
    default: '7200 (net.ipv4.tcp_keepalive_time)',
    onDeath: null,
    source: 'tcp(7); include/net/tcp.h, MAX_TCP_KEEPIDLE',
  }),
  linux({
    ...both,
    option: 'interval',
    call: 'TCP_KEEPINTVL',
    since: '2.4',
    unit: 's',
    range: '1 to 32767',
    default: '75 (net.ipv4.tcp_keepalive_intvl)',
    onDeath: null,
    source: 'tcp(7); include/net/tcp.h, MAX_TCP_KEEPINTVL',
  }),
  linux({
    ...both,
    option: 'count',
    call: 'TCP_KEEPCNT',
    since: '2.4',
    unit: 'probes',
    range: '1 to 127',
    default: '9 (net.ipv4.tcp_keepalive_probes)',
    onDeath: null,
    source: 'tcp(7); include/net/tcp.h, MAX_TCP_KEEPCNT',
  }),
  linux({
    ...both,
    option: 'user-timeout',
    call: 'TCP_USER_TIMEOUT',
    since: '2.6.37',
    unit: 'ms',
    range: '0 (tcp_retries2 decides) to 2147483647',
    default: '0',
    onDeath: 'ETIMEDOUT',
    source: 'tcp(7), RFC 5482; net/ipv4/tcp_timer.c, retransmits_timed_out',
  }),
];
