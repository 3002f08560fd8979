/** Words of the field, each in one sentence, with where it is written. */
interface Term {
  readonly term: string;
  readonly means: string;
  readonly source: string;
}

export const terms = {
  established: {
    term: 'ESTABLISHED',
    means: 'Both ends have agreed on a connection. This state does not say that the peer is still there.',
    source: 'RFC 9293, 3.3.2',
  },
  keepalive: {
    term: 'keepalive',
    means: 'The kernel sends empty probes on an idle connection. When several stay unanswered, it ends the connection.',
    source: 'RFC 9293, 3.8.4; tcp(7), TCP_KEEPIDLE',
  },
  userTimeout: {
    term: 'user timeout',
    means: 'How long data may stay unacknowledged before the kernel ends the connection.',
    source: 'RFC 5482; tcp(7), TCP_USER_TIMEOUT',
  },
  heartbeat: {
    term: 'heartbeat',
    means: 'The application asks its peer for a sign of life, and counts the requests that stay unanswered.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  detectionTime: {
    term: 'detection time',
    means: 'The time from the fault to the verdict that the application sees.',
    source: 'T_D in Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  prediction: {
    term: 'prediction',
    means:
      'The interval in which theory expects the verdict. It is never a single point, because kernel timers have granules.',
    source: 'kernel/time/timer.c',
  },
  censored: {
    term: 'censored',
    means:
      'No verdict came before the deadline. The detection time is longer than that, and is never given as a number.',
    source: 'survival analysis, right censoring',
  },
  falseAlarm: {
    term: 'false alarm',
    means: 'A verdict although the peer was alive: a mistake of the detector.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  rtt: {
    term: 'RTT',
    means: 'The time from a segment to its acknowledgement, smoothed by the kernel.',
    source: 'RFC 6298; tcpi_rtt of TCP_INFO',
  },
  rto: {
    term: 'RTO',
    means: 'How long the kernel waits for an acknowledgement before it sends again. It doubles each time.',
    source: 'RFC 6298; tcpi_rto of TCP_INFO',
  },
  unacked: {
    term: 'unacked',
    means: 'Segments that were sent and are not acknowledged yet.',
    source: 'tcpi_unacked of TCP_INFO',
  },
  blackhole: {
    term: 'blackhole',
    means: 'Packets vanish silently, as behind a cut cable. Neither end is told.',
    source: 'IP_MINTTL, ip(7)',
  },
  probeCost: {
    term: 'probe cost',
    means: 'What the detector sends and receives on a healthy idle connection, in bytes per second, headers included.',
    source: 'counted by TCP_INFO, tcpi_segs_out and tcpi_segs_in',
  },
  mistakeRate: {
    term: 'mistake rate',
    means:
      'How often the detector suspects a live peer, per hour. The 95 % interval assumes that mistakes are independent.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002; Garwood, Biometrika 28, 1936',
  },
  mistakeRecurrence: {
    term: 'T_MR',
    means: 'The average time from the start of one mistake to the start of the next.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  mistakeDuration: {
    term: 'T_M',
    means: 'The average time until the detector takes a mistake back.',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  queryAccuracy: {
    term: 'P_A',
    means: "The share of the peer's life during which the detector's output is correct.",
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002; Wilson, JASA 22, 1927',
  },
  phi: {
    term: 'phi',
    means:
      'How unlikely it is that the next heartbeat still comes, as a power of ten. At 8, a suspicion is wrong once in 100 million.',
    source: 'Hayashibara et al., SRDS 2004',
  },
} satisfies Record<string, Term>;

export type TermName = keyof typeof terms;
export type Terms = Readonly<Record<TermName, Term>>;
