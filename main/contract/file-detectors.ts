/** How detectors are written in an experiment file, and what that means in main/model/settings.ts. */
import { z } from 'zod';
import { bfd, kOfN, learnedHeartbeat, phiAccrual } from './file-adaptive.ts';
import { duration, keepaliveSeconds, mapping, oneOf, period, userTimeoutRange, wholeNumber } from './file-values.ts';
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
} from './settings-schema.ts';

const eof = z.codec(mapping({ kind: z.literal('eof') }, 'Reads only: believes what recv() returns'), eofData, {
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
    },
    'Kernel keepalive',
  ),
  keepaliveData,
  {
    decode: ({ idle, interval, count, userTimeout }) => ({
      kind: 'keepalive' as const,
      idleMs: idle,
      intervalMs: interval,
      count,
      ...(userTimeout === undefined ? {} : { userTimeoutMs: userTimeout }),
    }),
    encode: ({ idleMs, intervalMs, count, userTimeoutMs }) => ({
      kind: 'keepalive' as const,
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
    },
    'TCP_USER_TIMEOUT alone',
  ),
  userTimeoutData,
  {
    decode: ({ kind, timeout }) => ({ kind, timeoutMs: timeout }),
    encode: ({ kind, timeoutMs }) => ({ kind, timeout: timeoutMs }),
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
    },
    'PING and PONG of the application',
  ),
  heartbeatData,
  {
    decode: ({ kind, connection, idle, interval, tries, from, frame }, context) => {
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
        tries,
        from,
        frame,
      };
    },
    encode: ({ kind, idleMs, intervalMs, tries, from, frame }) => ({
      kind,
      idle: idleMs,
      interval: intervalMs,
      tries,
      from,
      frame,
    }),
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
    },
    'Urgent bytes and the sound TCP_INFO rule',
  ),
  oobData,
  {
    decode: ({ kind, interval, silence, every: everyMs }) => ({
      kind,
      intervalMs: interval,
      silenceMs: silence,
      everyMs,
    }),
    encode: ({ kind, intervalMs, silenceMs, everyMs }) => ({
      kind,
      interval: intervalMs,
      silence: silenceMs,
      every: everyMs,
    }),
  },
);

const writeProbe = z.codec(
  mapping(
    { kind: z.literal('write-probe'), interval: duration(period, 'Between writes') },
    'Writes and believes only errors',
  ),
  writeProbeData,
  {
    decode: ({ kind, interval }) => ({ kind, intervalMs: interval }),
    encode: ({ kind, intervalMs }) => ({ kind, interval: intervalMs }),
  },
);

const receiveDeadline = z.codec(
  mapping(
    {
      kind: z.literal('receive-deadline'),
      every: duration(period, 'How often the peer promised a message'),
      slack: duration({ minMs: 0, maxMs: period.maxMs }, 'How much later is still in time'),
    },
    'The peer promised messages; dead when one is overdue',
  ),
  receiveDeadlineData,
  {
    decode: ({ kind, every: everyMs, slack }) => ({ kind, everyMs, slackMs: slack }),
    encode: ({ kind, everyMs, slackMs }) => ({ kind, every: everyMs, slack: slackMs }),
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
