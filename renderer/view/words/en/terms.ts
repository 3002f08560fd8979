/** Words of the field, each in one sentence, with where it is written. */
interface Term {
  readonly term: string;
  readonly means: string;
  readonly source: string;
}

export const terms = {
  established: {
    term: 'ESTABLISHED',
    means: 'Both ends have agreed on a connection; nothing in this state says that the peer is still there.',
    source: 'RFC 9293, 3.3.2',
  },
  keepalive: {
    term: 'keepalive',
    means: 'The kernel sends an empty probe on an idle connection and gives up when several stay unanswered.',
    source: 'RFC 9293, 3.8.4; tcp(7), TCP_KEEPIDLE',
  },
  userTimeout: {
    term: 'user timeout',
    means: 'How long data may stay unacknowledged before the kernel ends the connection.',
    source: 'RFC 5482; tcp(7), TCP_USER_TIMEOUT',
  },
  heartbeat: {
    term: 'heartbeat',
    means: 'The application asks its peer for a sign of life and counts what stays unanswered.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  detectionTime: {
    term: 'detection time',
    means: 'From the instant the fault strikes to the verdict that the application sees.',
    source: 'T_D in Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  prediction: {
    term: 'prediction',
    means: 'The interval in which theory expects the verdict; never a bare point, because kernel timers have granules.',
    source: 'kernel/time/timer.c',
  },
  censored: {
    term: 'censored',
    means: 'No verdict came before the deadline: the time is longer than it, and never turned into a number.',
    source: 'survival analysis, right censoring',
  },
  falseAlarm: {
    term: 'false alarm',
    means: 'A verdict although the peer was alive: a mistake of the detector.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  rtt: {
    term: 'RTT',
    means: 'How long a segment and its acknowledgement take there and back, smoothed by the kernel.',
    source: 'RFC 6298; tcpi_rtt of TCP_INFO',
  },
  rto: {
    term: 'RTO',
    means: 'How long the kernel waits for an acknowledgement before it sends again; it doubles each time.',
    source: 'RFC 6298; tcpi_rto of TCP_INFO',
  },
  unacked: {
    term: 'unacked',
    means: 'Segments that were sent and not acknowledged yet.',
    source: 'tcpi_unacked of TCP_INFO',
  },
  armedTimer: {
    term: 'armed timer',
    means: 'The timer that the kernel has set for this connection; when it runs out, the kernel probes or sends again.',
    source: 'idiag_timer, linux/inet_diag.h',
  },
  blackhole: {
    term: 'blackhole',
    means: 'Packets vanish without a word, as behind a cut cable: nobody is told.',
    source: 'IP_MINTTL, ip(7)',
  },
  halfOpen: {
    term: 'half-open',
    means: 'One end thinks the connection exists, the other knows nothing of it.',
    source: 'RFC 9293, 3.5.1',
  },
  zeroWindow: {
    term: 'zero window',
    means: 'The peer says it can take no more bytes: it lives, but does not read.',
    source: 'RFC 9293, 3.8.6.1',
  },
  probeCost: {
    term: 'probe cost',
    means: 'What the detector sends and receives on a healthy idle connection, in bytes per second with headers.',
    source: 'counted by TCP_INFO, tcpi_segs_out and tcpi_segs_in',
  },
  mistakeRate: {
    term: 'mistake rate',
    means: 'How often a living peer is suspected, per hour; 95 % interval as if mistakes came independently.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002; Garwood, Biometrika 28, 1936',
  },
  mistakeRecurrence: {
    term: 'T_MR',
    means: 'From the beginning of one mistake to the beginning of the next, on average.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  mistakeDuration: {
    term: 'T_M',
    means: 'How long a mistake lasts until it is taken back, on average.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  queryAccuracy: {
    term: 'P_A',
    means: "The share of the peer's life at which a query would have been answered rightly.",
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002; Wilson, JASA 22, 1927',
  },
  phi: {
    term: 'phi',
    means:
      'How unlikely it is that the next heartbeat still comes, as a power of ten: at 8 such a suspicion is wrong once in 100 million.',
    source: 'Hayashibara et al., SRDS 2004',
  },
} satisfies Record<string, Term>;

export type TermName = keyof typeof terms;
export type Terms = Readonly<Record<TermName, Term>>;
