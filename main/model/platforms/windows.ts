import type { Evidence, OptionFact } from './fact.ts';

const death =
  'WSAENETRESET (documented), WSAETIMEDOUT, WSAECONNRESET or WSAECONNABORTED; Node calls the first one UNKNOWN';
const mstcpip = 'learn.microsoft.com, SIO_KEEPALIVE_VALS; mstcpip.h';
const ipprotoTcp = 'learn.microsoft.com, IPPROTO_TCP socket options; ws2ipdef.h; versions: Cygwin wincap.cc';
const windows = (fact: Omit<OptionFact, 'os' | 'evidence'>, evidence: Evidence): OptionFact => ({
  ...fact,
  os: 'windows',
  evidence,
});
const both = { settable: true, readable: true } as const;

export const windowsOptions: readonly OptionFact[] = [
  windows(
    {
      ...both,
      option: 'keepalive',
      call: 'SO_KEEPALIVE',
      since: 'any',
      unit: 'switch',
      range: 'on, off',
      default: 'off',
      onDeath: death,
      source: 'learn.microsoft.com, SO_KEEPALIVE socket option; recv, error codes',
    },
    'wine',
  ),
  windows(
    {
      settable: true,
      readable: false,
      option: 'idle',
      call: 'SIO_KEEPALIVE_VALS (keepalivetime)',
      since: 'Windows 2000',
      unit: 'ms',
      range: '1 to 2147483647; only together with the interval',
      default: '7200000 (KeepAliveTime)',
      onDeath: null,
      source: mstcpip,
    },
    'wine',
  ),
  windows(
    {
      settable: true,
      readable: false,
      option: 'interval',
      call: 'SIO_KEEPALIVE_VALS (keepaliveinterval)',
      since: 'Windows 2000',
      unit: 'ms',
      range: '1 to 2147483647; only together with the idle time',
      default: '1000 (KeepAliveInterval)',
      onDeath: null,
      source: mstcpip,
    },
    'wine',
  ),
  windows(
    {
      ...both,
      option: 'idle',
      call: 'TCP_KEEPIDLE',
      since: 'Windows 10 1709',
      unit: 's',
      range: '1 and more; parts of a second by SIO_KEEPALIVE_VALS',
      default: '7200',
      onDeath: null,
      source: ipprotoTcp,
    },
    'documents',
  ),
  windows(
    {
      ...both,
      option: 'interval',
      call: 'TCP_KEEPINTVL',
      since: 'Windows 10 1709',
      unit: 's',
      range: '1 and more; parts of a second by SIO_KEEPALIVE_VALS',
      default: '1',
      onDeath: null,
      source: ipprotoTcp,
    },
    'documents',
  ),
  windows(
    {
      ...both,
      option: 'count',
      call: 'TCP_KEEPCNT',
      since: 'Windows 10 1703; before it 10, and no way to change it',
      unit: 'probes',
      range: '1 to 255',
      default: '10',
      onDeath: null,
      source: ipprotoTcp,
    },
    'documents',
  ),
  windows(
    {
      ...both,
      option: 'user-timeout',
      call: 'TCP_MAXRT',
      since: 'Windows Vista',
      unit: 's',
      range: '1 to 2147483; -1 for ever',
      default: 'the system retransmits 5 times (TcpMaxDataRetransmissions)',
      onDeath: death,
      source: ipprotoTcp,
    },
    'documents',
  ),
  windows(
    {
      ...both,
      option: 'user-timeout',
      call: 'TCP_MAXRTMS',
      since: 'Windows 10 1607; preferred where it exists',
      unit: 'ms',
      range: '1 to 2147483647',
      default: 'as TCP_MAXRT',
      onDeath: death,
      source: ipprotoTcp,
    },
    'documents',
  ),
];
