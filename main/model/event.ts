/** The only thing that leaves the engine. Recorded first, then shown. */
import type { Input, Verdict, Want } from './detector.ts';
import type { Effective } from './options.ts';
import type { WireFacts, WirePacket } from './packet/wire.ts';
import type { Prediction, Situation } from './prediction.ts';
import type { ExperimentStatus, HostFacts, Outcome, RunFigures, Warnings } from './result/result.ts';
import type { Fault } from './faults/index.ts';
import type { Plan } from './plan/plan.ts';
import type { Instant, Ns } from './time.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Index of a trial in the order of `trialsOf(plan)`. */
export type TrialId = number;

export type RunEvent = { readonly run: string; readonly at: Ns } & (
  | { readonly type: 'started'; readonly plan: Plan; readonly host: HostFacts; readonly startedAt: string }
  | {
      readonly type: 'linked';
      readonly trial: TrialId;
      readonly local: Endpoint;
      readonly remote: Endpoint;
      readonly effective: Effective;
    }
  | { readonly type: 'input'; readonly trial: TrialId; readonly input: Input }
  | { readonly type: 'want'; readonly trial: TrialId; readonly want: Want }
  | {
      readonly type: 'fault';
      readonly trial: TrialId;
      readonly fault: Fault;
      readonly began: Instant;
      readonly situation: Situation;
      readonly prediction: Prediction;
    }
  /** Of a private network that is watched; `at` is the kernel's timestamp. */
  | { readonly type: 'packet'; readonly trial: TrialId; readonly packet: WirePacket }
  | { readonly type: 'healed'; readonly trial: TrialId; readonly ended: Instant }
  /** The trial is over; everything its result needs is here or in the events above. */
  | {
      readonly type: 'trial-ended';
      readonly trial: TrialId;
      readonly outcome: Outcome;
      readonly verdict: Verdict | null;
      readonly verdictAt: Ns | null;
      readonly probePackets: number | null;
      readonly probeBytes: number | null;
      readonly healthyMs: number | null;
      /** What was captured of it; absent or null where nothing was. */
      readonly wire?: WireFacts | null;
      readonly invalidReason: string | null;
      /** Not told by older versions. */
      readonly warnings?: Warnings | undefined;
    }
  | {
      readonly type: 'ended';
      readonly status: ExperimentStatus;
      readonly figures: RunFigures | null;
      readonly error: string | null;
    }
);

/** An event as the recorder keeps it: `seq` grows by one per event over all runs. */
export interface RecordedEvent {
  readonly seq: number;
  readonly event: RunEvent;
}
