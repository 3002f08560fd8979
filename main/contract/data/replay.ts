/** Traces as they cross a wire, and `halfopen.replay/1`. Keys may be added in this version, never removed or given another meaning. */
import { z } from 'zod';
import { countData as count, intervalData } from './numbers.ts';
import { detectorData, trafficData } from './settings.ts';
import type { Quality } from '#model/replay/quality.ts';
import type { ReplayResult, TrialTrace } from '#model/replay/result.ts';
import { maxArrivals } from '#model/replay/trace.ts';
import type { Trace } from '#model/replay/trace.ts';

const ms = z.number();
const orNone = ms.nullable();

export const traceData = z.object({
  arrivalsMs: z.array(ms).max(maxArrivals),
  diedAtMs: orNone,
}) satisfies z.ZodType<Trace>;

export const trialTraceData = z.object({
  trial: count,
  repeat: count,
  detector: z.string(),
  fault: z.string(),
  traffic: trafficData,
  arrivals: count,
}) satisfies z.ZodType<TrialTrace>;

const interval95 = intervalData.nullable();

const qualityData = z.object({
  detectionMs: orNone.meta({ description: 'T_D: death, or the last arrival, to the suspicion that stays' }),
  mistakes: count.meta({ description: 'Suspicions that began while the peer was alive' }),
  mistakeRecurrenceMs: orNone.meta({ description: 'Mean T_MR: from the beginning of a mistake to that of the next' }),
  mistakeDurationMs: orNone.meta({ description: 'Mean T_M, of mistakes that were taken back' }),
  mistakesPerHour: orNone,
  mistakesPerHour95: interval95.meta({ description: 'Garwood, 95 %' }),
  accuracy: orNone.meta({ description: 'P_A: share of the life of the peer without a suspicion' }),
  accuracy95: interval95.meta({ description: 'Wilson, 95 %, by the number of gaps' }),
  watchedMs: ms.meta({ description: 'How long the peer was alive' }),
}) satisfies z.ZodType<Quality>;

const suspicion = z
  .object({
    fromMs: ms,
    untilMs: orNone.meta({ description: 'null: never taken back' }),
    reason: z.string(),
  })
  .meta({ id: 'suspicion' });

const labelled = z.intersection(detectorData, z.object({ label: z.string() })).meta({ id: 'labelledDetector' });

export const replayResultSchema = z
  .object({
    schema: z.literal('halfopen.replay/1'),
    trace: z.object({
      source: z.union([
        z.object({ kind: z.literal('file'), file: z.string() }),
        z.object({ kind: z.literal('trial'), run: z.string(), ...trialTraceData.shape }),
      ]),
      arrivals: count,
      spanMs: ms.meta({ description: 'From the first arrival to the last' }),
      medianGapMs: ms,
      longestGapMs: ms,
      diedAtMs: orNone.meta({ description: 'Since the first arrival; null when the trace does not say' }),
    }),
    detectors: z.array(
      z.object({
        detector: labelled,
        quality: qualityData,
        suspicions: z.array(suspicion),
        warnings: z.array(suspicion),
      }),
    ),
    refused: z.array(
      z.object({
        detector: labelled,
        why: z.enum(['asks-kernel', 'makes-arrivals']),
      }),
    ),
  })
  .meta({
    description: 'What detectors would have said of heartbeats that arrived once',
  }) satisfies z.ZodType<ReplayResult>;
