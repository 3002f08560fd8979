/** A replay as it is written to a file: `halfopen.replay/1`. */
import { detectorLabel } from '../detectors/index.ts';
import type { DetectorSettings } from '../detectors/index.ts';
import type { Traffic } from '../traffic.ts';
import { figuresOf } from './fitting.ts';
import type { TraceFigures } from './fitting.ts';
import { qualityOf } from './quality.ts';
import type { Quality } from './quality.ts';
import { replay, whyNotReplayed } from './replay.ts';
import type { Suspicion } from './replay.ts';
import type { Trace } from './trace.ts';

/** A trial that received heartbeats. */
export interface TrialTrace {
  readonly trial: number;
  readonly repeat: number;
  readonly detector: string;
  readonly fault: string;
  readonly traffic: Traffic;
  readonly arrivals: number;
}

export type TraceSource =
  { readonly kind: 'file'; readonly file: string } | ({ readonly kind: 'trial'; readonly run: string } & TrialTrace);

type Labelled = DetectorSettings & { readonly label: string };

export interface ReplayResult {
  readonly schema: 'halfopen.replay/1';
  readonly trace: TraceFigures & { readonly source: TraceSource; readonly diedAtMs: number | null };
  readonly detectors: readonly {
    readonly detector: Labelled;
    readonly quality: Quality;
    readonly suspicions: readonly Suspicion[];
    readonly warnings: readonly Suspicion[];
  }[];
  readonly refused: readonly {
    readonly detector: Labelled;
    readonly why: NonNullable<ReturnType<typeof whyNotReplayed>>;
  }[];
}

/** Each detector on the same trace; those that a trace cannot tell about are named with the reason. */
export function replayAll(trace: Trace, source: TraceSource, detectors: readonly DetectorSettings[]): ReplayResult {
  const labelled = detectors.map((detector) => ({ ...detector, label: detectorLabel(detector) }));
  return {
    schema: 'halfopen.replay/1',
    trace: { source, ...figuresOf(trace), diedAtMs: trace.diedAtMs },
    detectors: labelled.flatMap((detector) => {
      if (whyNotReplayed(detector) !== null) return [];
      const replayed = replay(trace, detector);
      const { suspicions, warnings } = replayed;
      return [{ detector, quality: qualityOf(trace, replayed), suspicions, warnings }];
    }),
    refused: labelled.flatMap((detector) => {
      const why = whyNotReplayed(detector);
      return why === null ? [] : [{ detector, why }];
    }),
  };
}
