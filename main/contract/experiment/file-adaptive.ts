/** How detectors that adapt, count or negotiate are written in an experiment file. */
import { z } from 'zod';
import { decimal, duration, mapping, period, role, wholeNumber } from './file-values.ts';
import { bfdData, kOfNData, learnedHeartbeatData, phiAccrualData } from '../data/settings.ts';

const orNone = { minMs: 0, maxMs: period.maxMs };

/** Defaults of Akka (reference.conf, watch-failure-detector) but for the pause, which would hide what is measured. */
export const phiAccrual = z.codec(
  mapping(
    {
      kind: z.literal('phi-accrual'),
      interval: duration(period, 'Between PINGs'),
      // Below log10(2) the threshold would be reached before the mean.
      threshold: decimal(0.5, 100, 'Suspicion that counts as death: 1 is wrong once in 10, 8 once in 10^8').prefault(8),
      window: wholeNumber(1, 10_000, 'Gaps between PONGs that are remembered').prefault(1000),
      minDeviation: duration({ minMs: 1, maxMs: period.maxMs }, 'Least deviation that is believed').prefault('100ms'),
      pause: duration(orNone, 'Silence that is acceptable on top of the mean').prefault('0ms'),
      firstEstimate: duration(
        period,
        'What gaps are expected to be before any was seen; the interval if left out',
      ).optional(),
      ...role,
    },
    'A suspicion that grows with the silence, on the scale of the gaps so far',
  ),
  phiAccrualData,
  {
    decode: ({ interval, minDeviation, pause, firstEstimate, ...rest }) => ({
      ...rest,
      intervalMs: interval,
      minDeviationMs: minDeviation,
      pauseMs: pause,
      firstEstimateMs: firstEstimate ?? interval,
    }),
    encode: ({ intervalMs, minDeviationMs, pauseMs, firstEstimateMs, ...rest }) => ({
      ...rest,
      interval: intervalMs,
      minDeviation: minDeviationMs,
      pause: pauseMs,
      firstEstimate: firstEstimateMs,
    }),
  },
);

export const kOfN = z.codec(
  mapping(
    {
      kind: z.literal('k-of-n'),
      interval: duration(period, 'Between PINGs'),
      slack: duration(period, 'How much later than the interval after the last one a heartbeat may come'),
      k: wholeNumber(1, 1000, 'Missed heartbeats that mean dead'),
      n: wholeNumber(1, 1000, 'The last heartbeats that are looked at; at least k'),
      ...role,
    },
    'Dead when k of the last n heartbeats were missed',
  ),
  kOfNData,
  {
    decode: ({ interval, slack, ...rest }, context) => {
      const { k, n } = rest;
      if (k > n)
        context.issues.push({ code: 'custom', input: k, path: ['k'], message: `a whole number from 1 to n = ${n}` });
      return { ...rest, intervalMs: interval, slackMs: slack };
    },
    encode: ({ intervalMs, slackMs, ...rest }) => ({ ...rest, interval: intervalMs, slack: slackMs }),
  },
);

export const bfd = z.codec(
  mapping(
    {
      kind: z.literal('bfd'),
      minTx: duration(period, 'Desired Min TX Interval of this end'),
      minRx: duration(period, 'Required Min RX Interval of this end'),
      peerMinTx: duration(period, 'Desired Min TX Interval of the peer; that of this end if left out').optional(),
      peerMinRx: duration(period, 'Required Min RX Interval of the peer; that of this end if left out').optional(),
      // Eight bits in the packet (RFC 5880 4.1).
      multiplier: wholeNumber(1, 255, 'Detect Mult of both ends').prefault(3),
      seed: wholeNumber(0, 2_147_483_647, 'Of the jitter of 75 to 100 %').prefault(1),
      ...role,
    },
    'Both ends send of their own accord, as BFD in asynchronous mode (RFC 5880)',
  ),
  bfdData,
  {
    decode: ({ minTx, minRx, peerMinTx, peerMinRx, ...rest }) => ({
      ...rest,
      minTxMs: minTx,
      minRxMs: minRx,
      peerMinTxMs: peerMinTx ?? minTx,
      peerMinRxMs: peerMinRx ?? minRx,
    }),
    encode: ({ minTxMs, minRxMs, peerMinTxMs, peerMinRxMs, ...rest }) => ({
      ...rest,
      minTx: minTxMs,
      minRx: minRxMs,
      peerMinTx: peerMinTxMs,
      peerMinRx: peerMinRxMs,
    }),
  },
);

export const learnedHeartbeat = z.codec(
  mapping(
    {
      kind: z.literal('learned-heartbeat'),
      start: duration(period, 'The first interval of silence before a PING; never less'),
      max: duration(period, 'The longest interval; at least start'),
      step: duration(orNone, 'Added to an interval that held').prefault('0ms'),
      factor: decimal(1, 10, 'What an interval that held is multiplied by').prefault(1),
      margin: duration(orNone, 'How far below the longest interval that held it settles').prefault('0ms'),
      timeout: duration(period, 'How long an answer may take before the PING is repeated'),
      tries: wholeNumber(1, 1000, 'Unanswered PINGs until the peer is declared dead'),
      ...role,
    },
    'PING after a silence that grows while the path holds, as mobile push services do',
  ),
  learnedHeartbeatData,
  {
    decode: ({ start, max, step, margin, timeout, ...rest }, context) => {
      if (max < start)
        context.issues.push({ code: 'custom', input: max, path: ['max'], message: `at least start, ${start}ms` });
      return {
        ...rest,
        startMs: start,
        stepMs: step,
        maxMs: max,
        marginMs: margin,
        timeoutMs: timeout,
      };
    },
    encode: ({ startMs, stepMs, maxMs, marginMs, timeoutMs, ...rest }) => ({
      ...rest,
      start: startMs,
      step: stepMs,
      max: maxMs,
      margin: marginMs,
      timeout: timeoutMs,
    }),
  },
);
