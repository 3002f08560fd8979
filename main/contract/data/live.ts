/** Live sessions and the inputs and wants of detectors (main/model/live/live.ts, main/model/detector.ts) as they cross a wire. */
import { z } from 'zod';
import { errorData } from './error.ts';
import { effectiveData, predictionData, verdictData } from './result.ts';
import { detectorData, faultData, liveTrafficData } from './settings.ts';
import type { Input, Want } from '#model/detector.ts';
import type { Endpoint } from '#model/event.ts';
import type { Forecast, KernelTimer, LiveEvent, RecordedLiveEvent, ServerRow, SessionRow } from '#model/live/live.ts';
import type { SessionPlan } from '#model/live/live.ts';
import type { SocketOptions } from '#model/options.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import type { Instant, Ns } from '#model/time.ts';

export const nsData = z.number().transform((value) => value as Ns);
export const instantData = z.object({ from: nsData, to: nsData }) satisfies z.ZodType<Instant>;
export const endpointData = z.object({ address: z.string(), port: z.int() }) satisfies z.ZodType<Endpoint>;

const channel = z.enum(['main', 'heartbeat']);
const sequence = z.int().nullable();
const content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ping'), sequence }),
  z.object({ kind: z.literal('pong'), sequence }),
  z.object({ kind: z.literal('data') }),
  z.object({ kind: z.literal('urgent') }),
]);

const count = z.number().nullable();

export const tcpInfoData = z.object({
  state: z.string(),
  rtoMs: count,
  rttMs: z.number(),
  unacked: z.number(),
  notsentBytes: count,
  probes: count,
  backoff: count,
  retransmits: count,
  lastDataSentMs: count,
  lastDataReceivedMs: count,
  lastAckReceivedMs: count,
  sendWindowBytes: count,
  segmentsOut: count,
  segmentsIn: count,
}) satisfies z.ZodType<TcpInfo>;

export const inputData = z.discriminatedUnion('type', [
  z.object({ at: nsData, type: z.literal('connected') }),
  z.object({ at: nsData, type: z.literal('received'), channel, bytes: z.number(), content }),
  z.object({ at: nsData, type: z.literal('sent'), channel, bytes: z.number(), content }),
  z.object({ at: nsData, type: z.literal('woke'), timer: z.string() }),
  z.object({ at: nsData, type: z.literal('info'), info: tcpInfoData }),
  z.object({ at: nsData, type: z.literal('eof'), channel }),
  z.object({ at: nsData, type: z.literal('failed'), channel, errno: z.string(), syscall: z.string() }),
]) satisfies z.ZodType<Input>;

export const wantData = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping'), channel, sequence: z.int() }),
  z.object({ type: z.literal('write'), channel }),
  z.object({ type: z.literal('urgent') }),
  z.object({ type: z.literal('inspect') }),
  z.object({ type: z.literal('wake'), timer: z.string(), at: nsData }),
  z.object({ type: z.literal('forget'), timer: z.string() }),
  z.object({ type: z.literal('verdict'), verdict: verdictData }),
]) satisfies z.ZodType<Want>;

const milliseconds = z.number().min(0);
export const socketOptionsData = z.object({
  keepalive: z.exactOptional(z.object({ idleMs: milliseconds, intervalMs: milliseconds, count: z.int().min(1) })),
  userTimeoutMs: z.exactOptional(milliseconds),
}) satisfies z.ZodType<SocketOptions>;

const sessionPlan = z.object({
  to: endpointData,
  server: z.int().nullable(),
  detector: detectorData,
  options: socketOptionsData,
  traffic: liveTrafficData,
}) satisfies z.ZodType<SessionPlan>;

export const kernelTimerData = z.object({
  kind: z.enum(['retransmit', 'keepalive', 'time-wait', 'zero-window']),
  dueAt: nsData,
  retransmits: z.number(),
}) satisfies z.ZodType<KernelTimer>;

const sessionEnd = z.enum(['verdict', 'closed-by-us', 'not-connected', 'failed', 'program-ended']);
const told = { session: z.int(), at: nsData };

export const liveEventData = z.discriminatedUnion('type', [
  z.object({ ...told, type: z.literal('opened'), plan: sessionPlan, openedAt: z.string() }),
  z.object({ ...told, type: z.literal('linked'), local: endpointData, remote: endpointData, effective: effectiveData }),
  z.object({ ...told, type: z.literal('input'), input: inputData }),
  z.object({ ...told, type: z.literal('want'), want: wantData }),
  z.object({
    ...told,
    type: z.literal('kernel'),
    info: tcpInfoData,
    timer: kernelTimerData.nullable(),
    readAt: z.exactOptional(nsData),
  }),
  z.object({
    ...told,
    type: z.literal('fault'),
    fault: faultData,
    began: instantData,
    prediction: predictionData.nullable(),
  }),
  z.object({ ...told, type: z.literal('healed'), fault: faultData, ended: instantData }),
  z.object({
    ...told,
    type: z.literal('ended'),
    how: sessionEnd,
    verdict: verdictData.nullable(),
    verdictAt: nsData.nullable(),
    error: errorData.nullable(),
  }),
  z.object({
    ...told,
    type: z.literal('beats'),
    sent: z.number(),
    received: z.number(),
    overMs: z.number(),
  }),
]) satisfies z.ZodType<LiveEvent>;

export const recordedLiveEventData = z.object({
  seq: z.int(),
  event: liveEventData,
}) satisfies z.ZodType<RecordedLiveEvent>;

export const sessionRowData = z.object({
  session: z.int(),
  plan: sessionPlan,
  label: z.string(),
  openedAt: z.string(),
  startedAt: nsData,
  state: z.enum(['connecting', 'watching', 'suspect', 'dead', 'closed', 'ended', 'failed']),
  local: endpointData.nullable(),
  remote: endpointData.nullable(),
  effective: effectiveData.nullable(),
  tcpState: z.string().nullable(),
  heardAt: nsData.nullable(),
  timer: kernelTimerData.nullable(),
  wake: z.object({ timer: z.string(), dueAt: nsData }).nullable(),
  rttMs: count,
  unacked: count,
  heartbeatsSent: z.number(),
  unanswered: z.number(),
  struck: z
    .object({
      fault: faultData,
      began: instantData,
      ended: instantData.nullable(),
      prediction: predictionData.nullable(),
      survivedAt: z.exactOptional(nsData),
    })
    .nullable(),
  verdict: verdictData.nullable(),
  verdictAt: nsData.nullable(),
  endedAt: nsData.nullable(),
  end: sessionEnd.nullable(),
  error: errorData.nullable(),
}) satisfies z.ZodType<SessionRow>;

export const serverRowData = z.object({
  server: z.int(),
  endpoint: endpointData,
  pid: z.int(),
  pongDelayMs: z.number(),
  state: z.enum(['listening', 'frozen', 'gone']),
  reason: z.string().nullable(),
}) satisfies z.ZodType<ServerRow>;

export const forecastData = z.object({ fault: faultData, prediction: predictionData }) satisfies z.ZodType<Forecast>;
