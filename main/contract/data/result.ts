/** The JSON result of an experiment, `halfopen.experiment/1`. Keys may be added in this version, never removed or given another meaning. */
import { z } from 'zod';
import { countData as count, intervalData } from './numbers.ts';
import { detectorData, faultData, planData, trafficData } from './settings.ts';
import { wireData } from './packet.ts';
import type { Verdict } from '#model/detector.ts';
import type { Effective } from '#model/options.ts';
import type { Prediction } from '#model/prediction.ts';
import type {
  CellResult,
  CellStats,
  Estimate,
  ExpectationResult,
  ExperimentResult,
  HostFacts,
  MistakeRate,
  QualityOfService,
  RunFigures,
  Strain,
  TrialResult,
  Warnings,
} from '#model/result/result.ts';

const measured = z.number().nullable();

/** JSON has no infinity: `null` is "no upper bound". */
const upperBound = z
  .union([z.number(), z.null()])
  .transform((value) => value ?? Infinity)
  .meta({ description: 'Milliseconds; null for no upper bound' });

export const verdictData = z.union([
  z.object({ kind: z.enum(['suspect', 'alive']), reason: z.string() }),
  z.object({ kind: z.literal('dead'), reason: z.string(), errno: z.string().nullable() }),
  z.object({ kind: z.literal('closed'), reason: z.literal('eof'), errno: z.null() }),
]) satisfies z.ZodType<Verdict>;

const reasoning = {
  rule: z.string().meta({ description: 'Stable id of the rule' }),
  formula: z.string(),
  source: z.string().meta({ description: 'RFC section, kernel file and function, or vendor page' }),
};

export const predictionData = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('interval'),
      verdict: z.enum(['dead', 'closed']),
      errno: z.string().nullable(),
      fromMs: z.number(),
      toMs: upperBound,
      ...reasoning,
    }),
    z.object({ kind: z.literal('never'), ...reasoning }),
    z.object({ kind: z.literal('unpredicted'), ...reasoning }),
  ])
  .meta({ id: 'prediction' }) satisfies z.ZodType<Prediction>;

const unsupported = z.object({ unsupported: z.string() });
const keepalive = z.object({ idleMs: z.number(), intervalMs: z.number(), count });

/** JSON leaves out what is undefined: an option that was not asked for has no `asked`. */
function applied<Value extends z.ZodType>(value: Value) {
  return z.union([
    z
      .object({ asked: value.optional(), got: value.optional(), via: z.string(), unreadable: z.string().optional() })
      .transform(({ asked, got, via, unreadable }) => ({
        asked,
        got,
        via,
        ...(unreadable !== undefined && { unreadable }),
      })),
    unsupported,
  ]);
}

export const effectiveData = z.object({
  keepalive: applied(keepalive),
  userTimeoutMs: applied(z.number()),
}) satisfies z.ZodType<Effective>;

export const warningsData = z.object({ raised: count, takenBack: count, suspectedMs: z.number() }).meta({
  description: 'Suspicions of a peer that was alive, and how long those that were taken back lasted',
}) satisfies z.ZodType<Warnings>;

const trial = z.object({
  repeat: count,
  outcome: z.enum(['detected', 'undetected', 'false-alarm', 'survived', 'invalid']),
  detectionMs: measured.meta({ description: 'Fault to verdict; negative when the verdict came first' }),
  verdict: verdictData.nullable(),
  predicted: predictionData.nullable(),
  withinPrediction: z.boolean().nullable(),
  faultSpanMs: measured.meta({ description: 'How exactly the instant of the fault is known' }),
  probePackets: measured,
  probeBytes: measured,
  healthyMs: measured,
  wire: z
    .exactOptional(wireData.nullable())
    .meta({ description: 'What was captured of the trial on a private network' }),
  effective: effectiveData.nullable(),
  invalidReason: z.string().nullable(),
  warnings: warningsData.optional(),
}) satisfies z.ZodType<TrialResult>;

const missing = z
  .enum([
    'no-trials',
    'not-recorded',
    'no-exposure',
    'no-mistake',
    'fault-stays',
    'verdict-is-final',
    'no-warning-taken-back',
  ])
  .nullable()
  .meta({ id: 'missing', description: 'Why there is no value' });

const estimate = z
  .object({
    value: measured,
    interval95: intervalData.nullable(),
    missing,
  })
  .meta({ id: 'estimate' }) satisfies z.ZodType<Estimate>;

const mistakeRate = z
  .object({
    mistakes: count,
    exposureMs: z.number(),
    perHour: estimate,
    recurrenceMs: z.object({
      value: measured,
      interval95: z.object({ from: z.number(), to: measured }).nullable(),
      missing,
    }),
  })
  .meta({ id: 'mistakeRate' }) satisfies z.ZodType<MistakeRate>;

const quality = z
  .object({
    sessions: count,
    mistakes: count,
    killed: estimate.meta({ description: 'Share of good connections that were given up' }),
    expected: intervalData
      .nullable()
      .optional()
      .meta({ description: 'The share that theory expects of chance; null where there is no closed form' }),
    alive: mistakeRate.nullable().meta({ description: 'Over all the time that the peer was alive' }),
    underFault: mistakeRate.nullable().meta({ description: 'From the fault on; null for one that stays' }),
    mistakeDurationMs: z
      .object({ value: measured, missing })
      .meta({ description: 'T_M, of warnings that were taken back: that of a verdict is censored' }),
    accuracy: estimate.meta({ description: 'P_A from the fault to the deadline, when a verdict stands' }),
  })
  .meta({
    description: 'Quality of service (Chen, Toueg, Aguilera 2002), intervals at 95 %',
  }) satisfies z.ZodType<QualityOfService>;

const stats = z.object({
  n: count.meta({ description: 'Valid trials' }),
  detected: count,
  undetected: count.meta({ description: 'Censored at the deadline: longer than it, never a number' }),
  falseAlarms: count,
  survived: count,
  invalid: count,
  p50Ms: measured,
  p95Ms: measured,
  maxMs: measured,
  mistakeRatePerHour: measured,
  quality: quality.optional(),
}) satisfies z.ZodType<CellStats>;

const label = z.object({ label: z.string() });

const cell = z.object({
  detector: z.intersection(detectorData, label),
  fault: z.intersection(faultData, label),
  traffic: trafficData,
  prediction: predictionData,
  trials: z.array(trial),
  stats,
}) satisfies z.ZodType<CellResult>;

export const hostFactsData = z.object({
  os: z.string(),
  kernel: z.string(),
  arch: z.string(),
  hz: z.number(),
  retries2: z.number(),
  node: z.string(),
  halfopen: z.string(),
  simulated: z.exactOptional(
    z.literal(true).meta({ description: 'Nothing was real: virtual time, on a model of the kernel' }),
  ),
}) satisfies z.ZodType<HostFacts>;

export const figuresData = z.object({
  wallMs: z.number(),
  slowestTrialMs: z.number(),
  startUpMs: z.number(),
  trials: count,
  peakSessions: count,
  peers: count,
  eventLoopLagP50Ms: measured,
  eventLoopLagP99Ms: measured,
  eventLoopLagMaxMs: measured.optional(),
  memoryMiB: measured,
  peersMemoryMiB: measured,
}) satisfies z.ZodType<RunFigures>;

const expectation = z.object({
  text: z.string(),
  met: z.boolean(),
  observed: z.string(),
}) satisfies z.ZodType<ExpectationResult>;

const strain = z
  .object({ worstLagMs: z.number(), toleratedMs: z.number(), detector: z.string(), exceeded: z.boolean() })
  .meta({
    description: 'Whether this machine was too busy for the detector that tolerates least',
  }) satisfies z.ZodType<Strain>;

export const experimentResultSchema = z
  .object({
    schema: z.literal('halfopen.experiment/1'),
    id: z.string(),
    name: z.string(),
    status: z.enum(['complete', 'partial', 'cancelled']),
    startedAt: z.string().meta({ description: 'ISO 8601, UTC' }),
    durationMs: z.number(),
    host: hostFactsData,
    plan: planData,
    cells: z.array(cell),
    expectations: z.array(expectation),
    figures: figuresData.nullable(),
    strain: strain.nullable().optional(),
  })
  .meta({ description: 'What a Halfopen experiment found' }) satisfies z.ZodType<ExperimentResult>;
