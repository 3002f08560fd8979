/** The plan as plain data (main/model/settings.ts), as it stands inside results and in the database. */
import { z } from 'zod';
import { networkFaultKinds } from '#model/network-fault.ts';
import { liveTraffics, traffics } from '#model/settings.ts';
import type {
  DetectorSettings,
  Expectation,
  Fault,
  FaultPhase,
  LiveTraffic,
  Plan,
  Role,
  Story,
  StoryText,
  Traffic,
} from '#model/settings.ts';

const durationMs = z.number().min(0);
const direction = z.enum(['both', 'to-peer', 'from-peer']);

/** Only a label: before or after what put an incident right. */
export const roleData = z.enum(['before', 'after']).meta({ id: 'role' }) satisfies z.ZodType<Role>;
const role = { role: z.exactOptional(roleData) };

export const eofData = z.object({ ...role, kind: z.literal('eof') });

export const keepaliveData = z.object({
  ...role,
  kind: z.literal('keepalive'),
  idleMs: durationMs,
  intervalMs: durationMs,
  count: z.int().min(1),
  userTimeoutMs: z.exactOptional(durationMs),
});

export const userTimeoutData = z.object({ ...role, kind: z.literal('user-timeout'), timeoutMs: durationMs });

export const heartbeatData = z.object({
  ...role,
  kind: z.enum(['heartbeat', 'dedicated-heartbeat']),
  idleMs: durationMs,
  intervalMs: durationMs,
  tries: z.int().min(1),
  from: z.enum(['client', 'server', 'both']),
  frame: z.enum(['classic', 'compact']),
  activity: z.exactOptional(z.enum(['fresh', 'received', 'traffic'])),
});

export const tcpInfoStateData = z.object({
  ...role,
  kind: z.literal('tcp-info'),
  rule: z.literal('state'),
  everyMs: durationMs,
});

export const tcpInfoUnackedData = z.object({
  ...role,
  kind: z.literal('tcp-info'),
  rule: z.literal('unacked'),
  everyMs: durationMs,
  silenceMs: durationMs,
});

export const oobData = z.object({
  ...role,
  kind: z.literal('oob'),
  intervalMs: durationMs,
  silenceMs: durationMs,
  everyMs: durationMs,
});

export const writeProbeData = z.object({ ...role, kind: z.literal('write-probe'), intervalMs: durationMs });

export const receiveDeadlineData = z.object({
  ...role,
  kind: z.literal('receive-deadline'),
  everyMs: durationMs,
  slackMs: durationMs,
});

export const phiAccrualData = z.object({
  ...role,
  kind: z.literal('phi-accrual'),
  intervalMs: durationMs,
  threshold: z.number().positive(),
  window: z.int().min(1),
  minDeviationMs: durationMs,
  pauseMs: durationMs,
  firstEstimateMs: durationMs,
});

export const kOfNData = z.object({
  ...role,
  kind: z.literal('k-of-n'),
  intervalMs: durationMs,
  slackMs: durationMs,
  k: z.int().min(1),
  n: z.int().min(1),
});

export const bfdData = z.object({
  ...role,
  kind: z.literal('bfd'),
  minTxMs: durationMs,
  minRxMs: durationMs,
  peerMinTxMs: durationMs,
  peerMinRxMs: durationMs,
  multiplier: z.int().min(1),
  seed: z.int(),
});

export const learnedHeartbeatData = z.object({
  ...role,
  kind: z.literal('learned-heartbeat'),
  startMs: durationMs,
  stepMs: durationMs,
  factor: z.number().min(1),
  maxMs: durationMs,
  marginMs: durationMs,
  timeoutMs: durationMs,
  tries: z.int().min(1),
});

export const detectorData = z
  .union([
    eofData,
    keepaliveData,
    userTimeoutData,
    heartbeatData,
    tcpInfoStateData,
    tcpInfoUnackedData,
    oobData,
    writeProbeData,
    receiveDeadlineData,
    phiAccrualData,
    kOfNData,
    bfdData,
    learnedHeartbeatData,
  ])
  .meta({ id: 'detector' }) satisfies z.ZodType<DetectorSettings>;

export const plainFaultData = z.object({ kind: z.enum(['none', 'fin', 'half-close', 'rst', 'kill', 'freeze']) });
export const blackholeData = z.object({ kind: z.literal('blackhole'), direction });
export const outageData = z.object({ kind: z.literal('outage'), direction, durationMs });
export const rebootData = z.object({ kind: z.literal('reboot'), downMs: durationMs });
export const slowPongData = z.object({
  kind: z.literal('slow-pong'),
  delayMs: durationMs,
  countsAs: z.exactOptional(z.enum(['alive', 'dead'])),
});
export const lossData = z.object({ kind: z.literal('loss'), direction, percent: z.number().gt(0).max(100) });
export const linkDownData = z.object({ kind: z.literal('link-down'), side: z.enum(['own', 'peer', 'router']) });
export const plainNetworkFaultData = z.object({ kind: z.enum(['route-blackhole', 'middlebox-rst']) });
export const icmpUnreachableData = z.object({
  kind: z.literal('icmp-unreachable'),
  reason: z.enum(['host', 'port', 'admin']),
  rateLimited: z.boolean(),
});
export const firewallForgetsData = z.object({
  kind: z.literal('firewall-forgets'),
  afterMs: durationMs.multipleOf(1000),
  reply: z.enum(['drop', 'rst']),
});
export const hostRebootData = z.object({ kind: z.literal('host-reboot'), downMs: durationMs });

export const faultData = z
  .union([
    plainFaultData,
    blackholeData,
    outageData,
    rebootData,
    slowPongData,
    lossData,
    linkDownData,
    plainNetworkFaultData,
    icmpUnreachableData,
    firewallForgetsData,
    hostRebootData,
  ])
  .meta({ id: 'fault' }) satisfies z.ZodType<Fault>;

export const trafficData = z.enum(traffics).meta({ id: 'traffic' }) satisfies z.ZodType<Traffic>;
export const liveTrafficData = z.enum(liveTraffics) satisfies z.ZodType<LiveTraffic>;

export const phaseData = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('random') }),
  z.object({ kind: z.literal('fixed'), offsetMs: durationMs }),
]) satisfies z.ZodType<FaultPhase>;

export const detectorKinds = [
  'eof',
  'keepalive',
  'user-timeout',
  'heartbeat',
  'dedicated-heartbeat',
  'tcp-info',
  'oob',
  'write-probe',
  'receive-deadline',
  'phi-accrual',
  'k-of-n',
  'bfd',
  'learned-heartbeat',
] as const satisfies readonly DetectorSettings['kind'][];

export const faultKinds = [
  'none',
  'fin',
  'half-close',
  'rst',
  'kill',
  'freeze',
  'blackhole',
  'outage',
  'reboot',
  'slow-pong',
  ...networkFaultKinds,
] as const satisfies readonly Fault['kind'][];

export const timeMetrics = ['p50', 'p95', 'max'] as const;
export const shareMetrics = ['detected', 'undetected', 'falseAlarms', 'survived', 'withinPrediction'] as const;
export const comparisons = ['<=', '>=', '<', '>', '=='] as const;

export const expectationData = z.object({
  detector: z.exactOptional(z.enum(detectorKinds)),
  fault: z.exactOptional(z.enum(faultKinds)),
  traffic: z.exactOptional(trafficData),
  role: z.exactOptional(roleData),
  metric: z.enum([...timeMetrics, ...shareMetrics]),
  comparison: z.enum(comparisons),
  value: z.number(),
  text: z.string(),
}) satisfies z.ZodType<Expectation>;

const storyTextData = z
  .object({
    title: z.string(),
    happened: z.string(),
    why: z.string(),
    decides: z.string(),
    fix: z.string(),
    scale: z.exactOptional(z.string()),
  })
  .meta({ id: 'storyText' }) satisfies z.ZodType<StoryText>;

export const storyData = z.object({
  en: storyTextData,
  zh: z.exactOptional(storyTextData),
  // Nothing but these two may ever become a link.
  sources: z.array(z.string().regex(/^https?:\/\//)),
}) satisfies z.ZodType<Story>;

export const planData = z.object({
  version: z.literal(1),
  name: z.string(),
  deadlineMs: durationMs,
  repeats: z.int().min(1),
  phase: phaseData,
  seed: z.int(),
  detectors: z.array(detectorData),
  faults: z.array(faultData),
  traffic: z.array(trafficData),
  expect: z.array(expectationData),
  story: z.exactOptional(storyData),
}) satisfies z.ZodType<Plan>;
