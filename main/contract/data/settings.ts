/** The plan as plain data (main/model/plan/plan.ts), as it stands inside results and in the database. */
import { z } from 'zod';
import { partData } from './part-data.ts';
import { detectorKinds, detectorParts } from '#model/detectors/index.ts';
import type { DetectorKind, DetectorSettings } from '#model/detectors/index.ts';
import { roles } from '#model/detectors/role.ts';
import type { Role } from '#model/detectors/role.ts';
import { faultKinds, faultParts } from '#model/faults/index.ts';
import type { Fault, FaultKind } from '#model/faults/index.ts';
import type { Expectation, FaultPhase, Plan, Story, StoryText } from '#model/plan/plan.ts';
import { liveTraffics, traffics } from '#model/traffic.ts';
import type { LiveTraffic, Traffic } from '#model/traffic.ts';

const durationMs = z.number().min(0);

/** Only a label: before or after what put an incident right. */
export const roleData = z.enum(roles).meta({ id: 'role' }) satisfies z.ZodType<Role>;

export const detectorData = z
  .union(detectorParts.map((part) => partData(part, { role: z.exactOptional(roleData) })))
  .meta({ id: 'detector' }) as unknown as z.ZodType<DetectorSettings, DetectorSettings>;

export const faultData = z
  .union(faultParts.map((part) => partData(part)))
  .meta({ id: 'fault' }) as unknown as z.ZodType<Fault, Fault>;

const detectorKind = z.enum(detectorKinds) satisfies z.ZodType<DetectorKind>;
const faultKind = z.enum(faultKinds) satisfies z.ZodType<FaultKind>;

export const trafficData = z.enum(traffics).meta({ id: 'traffic' }) satisfies z.ZodType<Traffic>;
export const liveTrafficData = z.enum(liveTraffics) satisfies z.ZodType<LiveTraffic>;

export const phaseData = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('random') }),
  z.object({ kind: z.literal('fixed'), offsetMs: durationMs }),
]) satisfies z.ZodType<FaultPhase>;

export const timeMetrics = ['p50', 'p95', 'max'] as const;
export const shareMetrics = ['detected', 'undetected', 'falseAlarms', 'survived', 'withinPrediction'] as const;
export const comparisons = ['<=', '>=', '<', '>', '=='] as const;

export const expectationData = z.object({
  detector: z.exactOptional(detectorKind),
  fault: z.exactOptional(faultKind),
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
