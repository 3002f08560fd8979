/** The whole surface between a view and a host. Data only; no code runs here. */
import { z } from 'zod';
import { abilitiesData } from './abilities.ts';
import { recordedEventData } from '../data/event.ts';
import {
  historyChangeData,
  historyPageData,
  historyQueryData,
  preferencesChangeData,
  preferencesData,
} from '../data/history.ts';
import {
  endpointData,
  forecastData,
  kernelTimerData,
  nsData,
  recordedLiveEventData,
  serverRowData,
  sessionRowData,
  socketOptionsData,
  tcpInfoData,
} from '../data/live.ts';
import { traceData, trialTraceData } from '../data/replay.ts';
import { experimentResultSchema } from '../data/result.ts';
import { detectorData, faultData, liveTrafficData, planData } from '../data/settings.ts';

const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) =>
  ({ kind: 'call', input, output }) as const;
const feed = <I extends z.ZodType, O extends z.ZodType>(input: I, item: O) => ({ kind: 'feed', input, item }) as const;

const id = z.string().min(1).max(64);
const ids = z.array(id).min(1).max(1000);
const done = z.null();
const afterSeq = z.int().min(0);
const session = z.int().min(1);
const sessions = z.array(session).min(1).max(20_000);
const port = z.int().min(1).max(65_535);
const language = z.enum(['en', 'zh']);
/** A text file, made by the host and saved by the view: in a browser as in a window. */
const file = z.object({ name: z.string(), mime: z.string(), base64: z.string() });
const refusal = z.object({ what: z.string(), no: z.string(), fix: z.exactOptional(z.string()) });

const check = z.object({
  /** What keeps it from being run: field, what was given, what is allowed. Empty when it can be run. */
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  warnings: z.array(z.string()),
  trials: z.int(),
  cells: z.int(),
  /** From the start to the deadline of the last trial. */
  estimateMs: z.number(),
  /** What this machine cannot do of it. */
  refusals: z.array(refusal),
});

const preset = z.object({ name: z.string(), purpose: z.string(), plan: planData });

const openSessions = z.object({
  to: z.union([z.object({ server: z.int().min(1) }), z.object({ host: z.string().trim().min(1).max(253), port })]),
  /** One session each: a detector that sends would hide what a silent one sees. */
  detectors: z.array(detectorData).min(1).max(20),
  options: socketOptionsData,
  traffic: liveTrafficData,
  /** Sessions per detector. */
  count: z.int().min(1).max(10_000),
});

export const hostContract = {
  'host.abilities': call(z.null(), abilitiesData),
  'host.reveal': call(z.null(), done),
  'preferences.get': call(z.null(), preferencesData),
  'preferences.set': call(preferencesChangeData, preferencesData),

  'plan.presets': call(z.null(), z.array(preset)),
  /** A file as text; fails with every problem by path and line. */
  'plan.parse': call(
    z.object({ name: z.string().max(255), text: z.string().max(1 << 20) }),
    z.object({ plan: planData, warnings: z.array(z.string()) }),
  ),
  'plan.check': call(planData, check),
  'plan.text': call(planData, z.object({ text: z.string() })),

  'run.start': call(planData, z.object({ run: id })),
  'run.cancel': call(z.object({ run: id }), done),
  /** What decides about trials: started, fault, healed, trial-ended, ended. Ends with the run. */
  'run.milestones': feed(z.object({ run: id, afterSeq }), z.array(recordedEventData).max(500)),
  /** Everything that was told of one trial. */
  'trial.events': call(z.object({ run: id, trial: z.int().min(0) }), z.array(recordedEventData)),

  /** Trials of a run in the history that received heartbeats: what can be replayed. */
  'trace.list': call(z.object({ run: id }), z.object({ run: id, trials: z.array(trialTraceData) })),
  'trace.get': call(z.object({ run: id, trial: z.int().min(0) }), traceData.extend({ run: id, trial: z.int() })),

  'history.page': call(historyQueryData, historyPageData),
  'history.get': call(z.object({ id }), experimentResultSchema),
  'history.change': call(z.object({ ids, change: historyChangeData }), done),
  /** Out of sight at once; gone for good only when the program next starts. */
  'history.delete': call(z.object({ ids }), done),
  'history.restore': call(z.object({ ids }), done),
  'history.export': call(
    z.object({ id, format: z.enum(['html', 'pdf', 'csv', 'json', 'md', 'bundle']), language }),
    file,
  ),
  'history.import': call(
    z.object({ name: z.string().max(255), text: z.string().max(256 << 20) }),
    z.object({
      ids: z.array(z.string()),
      alreadyThere: z.int(),
      /** Of a file with live sessions. `incomplete`: numbers in that file; this history lacks what they continue. */
      sessions: z.exactOptional(
        z.object({ imported: z.array(session), alreadyThere: z.array(session), incomplete: z.array(session) }),
      ),
    }),
  ),
  /** An item whenever something in the history changed, by whomever; the first at once. */
  'history.changes': feed(z.null(), z.object({ revision: z.int() })),

  'server.start': call(
    z.object({ host: z.string().trim().min(1).max(253), port: port.nullable(), pongDelayMs: z.number().min(0) }),
    serverRowData,
  ),
  'server.stop': call(z.object({ server: z.int().min(1) }), done),

  'session.open': call(openSessions, z.object({ sessions: z.array(session) })),
  'session.close': call(z.object({ sessions }), done),
  /** `alsoStruck`: others that share the peer, when the fault takes all of it. */
  'session.break': call(
    z.object({ sessions, fault: faultData }),
    z.object({ struck: z.array(session), alsoStruck: z.array(session), refused: z.array(refusal) }),
  ),
  'session.heal': call(z.object({ sessions }), done),
  /** Takes finished sessions out of the table; they stay in the history. */
  'session.dismiss': call(z.object({ sessions }), done),
  'session.export': call(z.object({ session, format: z.enum(['html', 'json', 'csv', 'md']), language }), file),
  /** Sessions of earlier times, the latest first. */
  'session.past': call(
    z.object({ text: z.string().max(200), offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    z.object({ total: z.int(), rows: z.array(sessionRowData) }),
  ),
  /** The table as it is, then what changes, a few times a second. */
  'session.table': feed(
    z.null(),
    z.object({
      now: nsData,
      rows: z.array(sessionRowData),
      gone: z.array(session),
      /** All servers when any changed; else null. */
      servers: z.array(serverRowData).nullable(),
    }),
  ),
  'session.events': feed(z.object({ session, afterSeq }), z.array(recordedLiveEventData).max(500)),
  /** What the kernel says of one session now, and what would happen if its peer died now. */
  'session.watch': feed(
    z.object({ session }),
    z.object({
      now: nsData,
      info: tcpInfoData.nullable(),
      timer: kernelTimerData.nullable(),
      forecasts: z.array(forecastData),
    }),
  ),
  'session.breakable': call(
    z.object({ session }),
    z.array(z.object({ kind: z.string(), can: z.union([z.literal(true), refusal.omit({ what: true })]) })),
  ),
} as const;

export { endpointData };
export type Contract = typeof hostContract;
export type CallName = { [K in keyof Contract]: Contract[K]['kind'] extends 'call' ? K : never }[keyof Contract];
export type FeedName = { [K in keyof Contract]: Contract[K]['kind'] extends 'feed' ? K : never }[keyof Contract];
type Calls = { [K in CallName]: Extract<Contract[K], { kind: 'call' }> };
type Feeds = { [K in FeedName]: Extract<Contract[K], { kind: 'feed' }> };

/** What the view gives, and what the host is given: parsed. */
export type InputOf<K extends keyof Contract> = z.output<Contract[K]['input']>;
export type GivenOf<K extends keyof Contract> = z.input<Contract[K]['input']>;
export type OutputOf<K extends CallName> = z.output<Calls[K]['output']>;
export type ItemOf<K extends FeedName> = z.output<Feeds[K]['item']>;

/** What is handed over is not changed any more. */
type Told<T> = T extends readonly (infer Item)[]
  ? readonly Told<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Told<T[K]> }
    : T;

/** The host implements this with plain functions; input is already parsed. */
export type Host = {
  readonly [K in CallName]: (input: InputOf<K>, signal: AbortSignal) => Promise<Told<z.input<Calls[K]['output']>>>;
} & {
  readonly [K in FeedName]: (input: InputOf<K>, signal: AbortSignal) => AsyncIterable<Told<z.input<Feeds[K]['item']>>>;
};

/** The view holds this; it looks the same over every wire. Calls reject with a HalfopenError. */
export interface Client {
  call<K extends CallName>(name: K, input: GivenOf<K>, signal?: AbortSignal): Promise<OutputOf<K>>;
  feed<K extends FeedName>(name: K, input: GivenOf<K>, signal?: AbortSignal): AsyncIterable<ItemOf<K>>;
  /** Called once, when the wire is gone; at once when it is gone already. */
  onClose(handle: (why: string) => void): void;
}
