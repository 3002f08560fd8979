/** What the engine tells of a run (main/model/event.ts), as it crosses a wire. */
import { z } from 'zod';
import { effectiveData, figuresData, hostFactsData, predictionData, verdictData, warningsData } from './result.ts';
import { endpointData, inputData, instantData, nsData, wantData } from './live.ts';
import { faultData, planData } from './settings.ts';
import { wireData, wirePacketData } from './packet.ts';
import type { RecordedEvent, RunEvent } from '#model/event.ts';
import type { Situation } from '#model/prediction.ts';
import type { RangeMs } from '#model/time.ts';

const rangeData = z.object({
  fromMs: z.number(),
  // JSON has no infinity: `null` is "no upper bound".
  toMs: z.union([z.number(), z.null()]).transform((value) => value ?? Infinity),
}) satisfies z.ZodType<RangeMs>;

const situationData = z.object({
  sinceSegmentMs: rangeData,
  lastWasProbe: z.boolean().nullable(),
  sinceHeardMs: rangeData,
  untilWriteMs: rangeData.nullable(),
  untilUrgentMs: rangeData.nullable(),
  unackedForMs: rangeData.nullable(),
  windowClosedForMs: z.exactOptional(rangeData.nullable()),
  untilPollMs: rangeData.nullable(),
  untilPingMs: z.exactOptional(rangeData.nullable()),
  sinceConnectedMs: z.exactOptional(rangeData.nullable()),
  untilTrafficMs: z.exactOptional(rangeData.nullable()),
  gaps: z.exactOptional(z.object({ count: z.int(), meanMs: z.number(), deviationMs: z.number() }).nullable()),
  rtoMs: rangeData,
  rttMs: rangeData,
}) satisfies z.ZodType<Situation>;

const told = { run: z.string(), at: nsData };
const ofTrial = { ...told, trial: z.int() };
const measured = z.number().nullable();

export const runEventData = z.discriminatedUnion('type', [
  z.object({ ...told, type: z.literal('started'), plan: planData, host: hostFactsData, startedAt: z.string() }),
  z.object({
    ...ofTrial,
    type: z.literal('linked'),
    local: endpointData,
    remote: endpointData,
    effective: effectiveData,
  }),
  z.object({ ...ofTrial, type: z.literal('input'), input: inputData }),
  z.object({ ...ofTrial, type: z.literal('want'), want: wantData }),
  z.object({
    ...ofTrial,
    type: z.literal('fault'),
    fault: faultData,
    began: instantData,
    situation: situationData,
    prediction: predictionData,
  }),
  z.object({ ...ofTrial, type: z.literal('packet'), packet: wirePacketData }),
  z.object({ ...ofTrial, type: z.literal('healed'), ended: instantData }),
  z.object({
    ...ofTrial,
    type: z.literal('trial-ended'),
    outcome: z.enum(['detected', 'undetected', 'false-alarm', 'survived', 'invalid']),
    verdict: verdictData.nullable(),
    verdictAt: nsData.nullable(),
    probePackets: measured,
    probeBytes: measured,
    healthyMs: measured,
    wire: z.exactOptional(wireData.nullable()),
    invalidReason: z.string().nullable(),
    warnings: warningsData.optional(),
  }),
  z.object({
    ...told,
    type: z.literal('ended'),
    status: z.enum(['complete', 'partial', 'cancelled']),
    figures: figuresData.nullable(),
    error: z.string().nullable(),
  }),
]) satisfies z.ZodType<RunEvent>;

export const recordedEventData = z.object({ seq: z.int(), event: runEventData }) satisfies z.ZodType<RecordedEvent>;
