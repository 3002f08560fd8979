/** What an experiment found. Field names are the JSON contract `halfopen.experiment/1` (docs/). */
import type { Verdict } from '../detector.ts';
import type { Effective } from '../options.ts';
import type { WireFacts } from '../packet/wire.ts';
import type { Prediction } from '../prediction.ts';
import type { Interval } from './confidence.ts';
import type { DetectorSettings } from '../detectors/index.ts';
import type { Fault } from '../faults/index.ts';
import type { Plan } from '../plan/plan.ts';
import type { Traffic } from '../traffic.ts';

/**
 * `detected`; `undetected` (censored at the deadline); `false-alarm` (a final verdict although the peer lives, or before the fault);
 * `survived` (transient fault, no verdict: right); `invalid` (the trial could not be run as planned).
 */
export type Outcome = 'detected' | 'undetected' | 'false-alarm' | 'survived' | 'invalid';

export interface TrialResult {
  readonly repeat: number;
  readonly outcome: Outcome;
  /** Fault to the verdict the application sees; null without one. Negative when the verdict came before the fault. */
  readonly detectionMs: number | null;
  readonly verdict: Verdict | null;
  /** The prediction for this very trial, from what was measured at the instant of the fault. */
  readonly predicted: Prediction | null;
  readonly withinPrediction: boolean | null;
  /** Uncertainty of the fault's instant, ms: from just before to just after the system call. */
  readonly faultSpanMs: number | null;
  /** Probe packets and IP bytes while the connection was healthy and idle, both directions; null where not measurable. */
  readonly probePackets: number | null;
  readonly probeBytes: number | null;
  /** How long that healthy time was. */
  readonly healthyMs: number | null;
  /** What was captured of it on a private network; absent in results of earlier versions, null where nothing was. */
  readonly wire?: WireFacts | null;
  readonly effective: Effective | null;
  readonly invalidReason: string | null;
  /** Not kept by older versions. */
  readonly warnings?: Warnings | undefined;
}

/** What a detector suspected and may have taken back (`suspect`, `alive`) in one trial while the peer was alive. */
export interface Warnings {
  readonly raised: number;
  readonly takenBack: number;
  /** How long those that were taken back lasted, together. */
  readonly suspectedMs: number;
}

export interface CellStats {
  /** Valid trials. */
  readonly n: number;
  readonly detected: number;
  readonly undetected: number;
  readonly falseAlarms: number;
  readonly survived: number;
  readonly invalid: number;
  /** Over detection times of detected trials (and of false alarms after a transient fault); null without any. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
  /** False alarms per hour of observed healthy time; null when no healthy time was observed. */
  readonly mistakeRatePerHour: number | null;
  /** Not kept by older versions. */
  readonly quality?: QualityOfService | undefined;
}

/**
 * Why a figure is missing. `no-trials`: none was valid. `not-recorded`: an older version did not keep what it takes.
 * `no-exposure`: no time was watched. `no-mistake`: there is nothing to take a mean of. `fault-stays`: the peer did not live
 * on. `verdict-is-final`: the session ended with its mistake, so nobody saw how long it would have lasted.
 */
export type Missing =
  | 'no-trials'
  | 'not-recorded'
  | 'no-exposure'
  | 'no-mistake'
  | 'fault-stays'
  | 'verdict-is-final'
  | 'no-warning-taken-back';

/** A figure with its 95 % interval; without one it is `missing` that says why. */
export interface Estimate<I = Interval> {
  readonly value: number | null;
  readonly interval95: I | null;
  readonly missing: Missing | null;
}

/** An interval whose upper end may be unknown; null instead of infinity, which neither JSON nor every wire carries. */
export interface AtLeast {
  readonly from: number;
  readonly to: number | null;
}

export interface MistakeRate {
  readonly mistakes: number;
  readonly exposureMs: number;
  /** Garwood's exact interval for a Poisson count; too wide, if anything, where mistakes are all but certain. */
  readonly perHour: Estimate;
  /** T_MR, ms: the reciprocal. Without a mistake its interval has a lower end only. */
  readonly recurrenceMs: Estimate<AtLeast>;
}

/** The figures of Chen, Toueg and Aguilera; how they are counted is said in quality-of-service.ts. */
export interface QualityOfService {
  /** Valid trials. */
  readonly sessions: number;
  readonly mistakes: number;
  /** Share of good connections that were given up; Wilson's score interval. */
  readonly killed: Estimate;
  /** The share that theory expects of chance (main/model/predict/loss-chance.ts); null where there is no closed form. */
  readonly expected?: Interval | null | undefined;
  /** Over all the time that the peer was alive; null where an older version did not keep how long that was. */
  readonly alive: MistakeRate | null;
  /** From the fault on; null for one that stays. */
  readonly underFault: MistakeRate | null;
  /** T_M, ms: mean duration of warnings that were taken back; a verdict's is censored. No interval is claimed. */
  readonly mistakeDurationMs: Omit<Estimate, 'interval95'>;
  /**
   * P_A: the share of the time from the fault to the deadline at which a query would have been answered rightly, when a
   * verdict stands to the deadline because nobody connects anew. Wilson's interval for a mean of shares.
   */
  readonly accuracy: Estimate;
}

export interface CellResult {
  readonly detector: DetectorSettings & { readonly label: string };
  readonly fault: Fault & { readonly label: string };
  readonly traffic: Traffic;
  readonly prediction: Prediction;
  readonly trials: readonly TrialResult[];
  readonly stats: CellStats;
}

export interface HostFacts {
  readonly os: string;
  readonly kernel: string;
  readonly arch: string;
  readonly hz: number;
  readonly retries2: number;
  readonly node: string;
  readonly halfopen: string;
  /** Nothing of it was real: virtual time, on a model of the kernel. */
  readonly simulated?: true;
}

export interface RunFigures {
  /** From the first connection to the last verdict or deadline. */
  readonly wallMs: number;
  /** The slowest single trial, from its connection to its end. */
  readonly slowestTrialMs: number;
  readonly startUpMs: number;
  readonly trials: number;
  readonly peakSessions: number;
  readonly peers: number;
  readonly eventLoopLagP50Ms: number | null;
  readonly eventLoopLagP99Ms: number | null;
  /** Not kept by older versions. */
  readonly eventLoopLagMaxMs?: number | null | undefined;
  readonly memoryMiB: number | null;
  readonly peersMemoryMiB: number | null;
}

export interface ExpectationResult {
  readonly text: string;
  readonly met: boolean;
  readonly observed: string;
}

/** How late this program's timers ran at worst, against how late an answer may be before a detector holds it against the peer. */
export interface Strain {
  readonly worstLagMs: number;
  readonly toleratedMs: number;
  /** The label of the detector that tolerates least. */
  readonly detector: string;
  /** False verdicts may be the doing of this machine instead of the fault's. */
  readonly exceeded: boolean;
}

export type ExperimentStatus = 'complete' | 'partial' | 'cancelled';

export interface ExperimentResult {
  readonly schema: 'halfopen.experiment/1';
  readonly id: string;
  readonly name: string;
  readonly status: ExperimentStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly host: HostFacts;
  readonly plan: Plan;
  readonly cells: readonly CellResult[];
  readonly expectations: readonly ExpectationResult[];
  readonly figures: RunFigures | null;
  /** Whether this machine was too busy for its detectors; null where nobody can tell. Not kept by older versions. */
  readonly strain?: Strain | null | undefined;
}
