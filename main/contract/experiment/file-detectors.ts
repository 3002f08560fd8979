/** How detectors are written in an experiment file, and what that means in main/model/settings.ts. */
import { z } from 'zod';
import { bfd, kOfN, learnedHeartbeat, phiAccrual } from './file-adaptive.ts';
import {
  duration,
  keepaliveSeconds,
  mapping,
  oneOf,
  period,
  role,
  userTimeoutRange,
  wholeNumber,
} from './file-values.ts';
import {
  detectorKinds,
  eofData,
  heartbeatData,
  keepaliveData,
  oobData,
  receiveDeadlineData,
  tcpInfoStateData,
  tcpInfoUnackedData,
  userTimeoutData,
  writeProbeData,
} from '../data/settings.ts';

const eof = z.codec(mapping({ kind: z.literal('eof'), ...role }, 'Reads only: believes what recv() returns'), eofData, {
  decode: (file) => file,
  encode: (settings) => settings,
});

const keepalive = z.codec(
  mapping(
    {
      kind: z.literal('keepalive'),
      idle: duration(keepaliveSeconds, 'TCP_KEEPIDLE: silence before the first probe'),
      interval: duration(keepaliveSeconds, 'TCP_KEEPINTVL: between unanswered probes'),
      // MAX_TCP_KEEPCNT (include/net/tcp.h).
      count: wholeNumber(1, 127, 'TCP_KEEPCNT: unanswered probes until the connection is given up'),
      userTimeout: duration(userTimeoutRange, 'TCP_USER_TIMEOUT set beside it').optional(),
      ...role,
    },
    'Kernel keepalive',
  ),
  keepaliveData,
  {
    decode: ({ idle, interval, count, userTimeout, ...rest }) => ({
      ...rest,
      idleMs: idle,
      intervalMs: interval,
      count,
      ...(userTimeout === undefined ? {} : { userTimeoutMs: userTimeout }),
    }),
    encode: ({ idleMs, intervalMs, count, userTimeoutMs, ...rest }) => ({
      ...rest,
      idle: idleMs,
      interval: intervalMs,
      count,
      ...(userTimeoutMs === undefined ? {} : { userTimeout: userTimeoutMs }),
    }),
  },
);

const userTimeout = z.codec(
  mapping(
    {
      kind: z.literal('user-timeout'),
      timeout: duration(userTimeoutRange, 'TCP_USER_TIMEOUT: how long sent data may stay unacknowledged'),
      ...role,
    },
    'TCP_USER_TIMEOUT alone',
  ),
  userTimeoutData,
  {
    decode: ({ timeout, ...rest }) => ({ ...rest, timeoutMs: timeout }),
    encode: ({ timeoutMs, ...rest }) => ({ ...rest, timeout: timeoutMs }),
  },
);

const heartbeat = z.codec(
  mapping(
    {
      kind: z.enum(['heartbeat', 'dedicated-heartbeat']),
      idle: duration(period, 'Silence before the first PING'),
      interval: duration(period, 'Between unanswered PINGs'),
      tries: wholeNumber(1, 1000, 'Unanswered PINGs until the peer is declared dead'),
      from: oneOf(['client', 'server', 'both'], 'Who sends PING').prefault('client'),
      frame: oneOf(['classic', 'compact'], 'Size of a frame on the wire: 1028 or 32 bytes').prefault('classic'),
      connection: oneOf(
        ['same', 'dedicated'],
        'same, or dedicated for a connection of its own; kind dedicated-heartbeat says the latter by itself',
      ).optional(),
      activity: z.exactOptional(
        oneOf(
          ['fresh', 'received', 'traffic'],
          'What puts a PING off: anything received but a stale PONG (fresh, as if left out), any byte received, or what is sent as well',
        ),
      ),
      ...role,
    },
    'PING and PONG of the application',
  ),
  heartbeatData,
  {
    decode: ({ kind, connection, idle, interval, ...rest }, context) => {
      if (kind === 'dedicated-heartbeat' && connection === 'same')
        context.issues.push({
          code: 'custom',
          input: connection,
          path: ['connection'],
          message: 'dedicated, or leave it out: the kind says so already',
        });
      return {
        kind: connection === 'dedicated' ? ('dedicated-heartbeat' as const) : kind,
        idleMs: idle,
        intervalMs: interval,
        ...rest,
      };
    },
    encode: ({ idleMs, intervalMs, ...rest }) => ({ ...rest, idle: idleMs, interval: intervalMs }),
  },
);

/** Fine beside detection times of seconds, and cheap: under a microsecond per reading. */
const every = duration(period, 'How often TCP_INFO is read').prefault('200ms');

const tcpInfoState = z.codec(
  mapping(
    {
      kind: z.literal('tcp-info'),
      rule: z.literal('state').meta({ description: 'The naive rule: only the state field is believed' }),
      every,
      ...role,
    },
    'Polls TCP_INFO and believes the state',
  ),
  tcpInfoStateData,
  {
    decode: ({ every: everyMs, ...rest }) => ({ ...rest, everyMs }),
    encode: ({ everyMs, ...rest }) => ({ ...rest, every: everyMs }),
  },
);

const tcpInfoUnacked = z.codec(
  mapping(
    {
      kind: z.literal('tcp-info'),
      rule: z.literal('unacked').meta({ description: 'The sound rule: something outstanding and no acknowledgement' }),
      every,
      silence: duration(period, 'How long without an acknowledgement means dead'),
      ...role,
    },
    'Polls TCP_INFO and believes outstanding data without acknowledgement',
  ),
  tcpInfoUnackedData,
  {
    decode: ({ every: everyMs, silence, ...rest }) => ({ ...rest, everyMs, silenceMs: silence }),
    encode: ({ everyMs, silenceMs, ...rest }) => ({ ...rest, every: everyMs, silence: silenceMs }),
  },
);

const tcpInfo = z.discriminatedUnion('rule', [tcpInfoState, tcpInfoUnacked], {
  error: 'one of state, unacked',
});

const oob = z.codec(
  mapping(
    {
      kind: z.literal('oob'),
      interval: duration(period, 'Between urgent bytes'),
      silence: duration(period, 'How long without an acknowledgement means dead'),
      every,
      ...role,
    },
    'Urgent bytes and the sound TCP_INFO rule',
  ),
  oobData,
  {
    decode: ({ interval, silence, every: everyMs, ...rest }) => ({
      ...rest,
      intervalMs: interval,
      silenceMs: silence,
      everyMs,
    }),
    encode: ({ intervalMs, silenceMs, everyMs, ...rest }) => ({
      ...rest,
      interval: intervalMs,
      silence: silenceMs,
      every: everyMs,
    }),
  },
);

const writeProbe = z.codec(
  mapping(
    { kind: z.literal('write-probe'), interval: duration(period, 'Between writes'), ...role },
    'Writes and believes only errors',
  ),
  writeProbeData,
  {
    decode: ({ interval, ...rest }) => ({ ...rest, intervalMs: interval }),
    encode: ({ intervalMs, ...rest }) => ({ ...rest, interval: intervalMs }),
  },
);

const receiveDeadline = z.codec(
  mapping(
    {
      kind: z.literal('receive-deadline'),
      every: duration(period, 'How often the peer promised a message'),
      slack: duration({ minMs: 0, maxMs: period.maxMs }, 'How much later is still in time'),
      ...role,
    },
    'The peer promised messages; dead when one is overdue',
  ),
  receiveDeadlineData,
  {
    decode: ({ every: everyMs, slack, ...rest }) => ({ ...rest, everyMs, slackMs: slack }),
    encode: ({ everyMs, slackMs, ...rest }) => ({ ...rest, every: everyMs, slack: slackMs }),
  },
);

/** One entry of `detectors`. */
export const fileDetector = z.discriminatedUnion(
  'kind',
  [
    eof,
    keepalive,
    userTimeout,
    heartbeat,
    tcpInfo,
    oob,
    writeProbe,
    receiveDeadline,
    phiAccrual,
    kOfN,
    bfd,
    learnedHeartbeat,
  ],
  { error: `a mapping with a kind: one of ${detectorKinds.join(', ')}` },
);
