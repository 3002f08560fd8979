/** What is being replayed, and through what: kept while one looks elsewhere. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { detectorData } from '#contract/data/settings.ts';
import { exampleNames } from '#model/replay/examples.ts';
import type { ExampleName } from '#model/replay/examples.ts';
import { fitted, fittingDetectors } from '#model/replay/fitting.ts';
import { whyNotReplayed } from '#model/replay/replay.ts';
import type { Trace } from '#model/replay/trace.ts';
import { detectorPart, detectorParts } from '#model/detectors/index.ts';
import type { AnyDetectorPart, DetectorSettings } from '#model/detectors/index.ts';

export const sources = ['example', 'run', 'file'] as const;

export interface PlaygroundState {
  /** Where the trace comes from; what was chosen of the others is remembered. */
  readonly from: (typeof sources)[number];
  readonly example: ExampleName;
  /** Null for the latest experiment. */
  readonly run: string | null;
  /** Null for the first one that can be replayed. */
  readonly trial: number | null;
  readonly file: { readonly name: string; readonly trace: Trace } | null;
  /** Null for those that fit the trace. */
  readonly entries: readonly PlaygroundEntry[] | null;
}

export interface PlaygroundEntry {
  /** Stays while its settings change. */
  readonly id: number;
  readonly settings: DetectorSettings;
}

export type Playground = StoreApi<PlaygroundState>;

export const freshPlayground: PlaygroundState = {
  from: 'example',
  example: exampleNames[0],
  run: null,
  trial: null,
  file: null,
  entries: null,
};

export const createPlayground = (state: PlaygroundState): Playground => createStore(() => state);

/** What is seen: the chosen detectors, or those that fit. */
export function entriesOf({ entries }: Pick<PlaygroundState, 'entries'>, trace: Trace): readonly PlaygroundEntry[] {
  return entries ?? fittingDetectors(trace).map((settings, id) => ({ id, settings }));
}

export const withSettings = (
  entries: readonly PlaygroundEntry[],
  id: number,
  settings: DetectorSettings,
): readonly PlaygroundEntry[] => entries.map((entry) => (entry.id === id ? { id, settings } : entry));

export const without = (entries: readonly PlaygroundEntry[], id: number): readonly PlaygroundEntry[] =>
  entries.filter((entry) => entry.id !== id);

export function withOneMore(
  entries: readonly PlaygroundEntry[],
  settings: DetectorSettings,
): readonly PlaygroundEntry[] {
  const id = Math.max(-1, ...entries.map((entry) => entry.id)) + 1;
  return [...entries, { id, settings }];
}

/** As one is added: at the pace of the trace. */
export const freshFor = (trace: Trace, { example }: Pick<AnyDetectorPart, 'example'>): DetectorSettings =>
  fitted(example, trace) ?? example;

/** The settings that a replay does not depend on, by their names in files. */
export function ignoredBy({ kind }: Pick<DetectorSettings, 'kind'>): readonly string[] {
  const { replay } = detectorPart(kind);
  return typeof replay === 'string' ? [] : replay.ignores;
}

export const canBeReplayed = (settings: DetectorSettings): boolean => whyNotReplayed(settings) === null;

/** Those that arrivals can be replayed through, in the order in which people are offered them. */
export const replayableParts: readonly AnyDetectorPart[] = detectorParts.filter(({ example }) =>
  canBeReplayed(example),
);

/** Those that would have made other arrivals: they choose themselves when heartbeats are sent. */
export const choosingKinds: readonly string[] = detectorParts
  .filter(({ replay }) => replay === 'makes-arrivals')
  .map(({ kind }) => kind);

/** What was kept of an earlier one, as far as it is understood. A file is not kept: it may be large, and change. */
export function revived(kept: unknown): PlaygroundState {
  if (typeof kept !== 'object' || kept === null) return freshPlayground;
  const { from, example, run, trial, entries } = kept as Partial<Record<string, unknown>>;
  return {
    ...freshPlayground,
    from: sources.find((source) => source === from) ?? freshPlayground.from,
    example: exampleNames.find((name) => name === example) ?? freshPlayground.example,
    run: typeof run === 'string' ? run : null,
    trial: typeof trial === 'number' ? trial : null,
    entries: Array.isArray(entries) ? entriesFrom(entries) : null,
  };
}

function entriesFrom(kept: readonly unknown[]): readonly PlaygroundEntry[] {
  const detectors = kept.flatMap((entry) => {
    const parsed = detectorData.safeParse((entry as Partial<PlaygroundEntry> | null)?.settings);
    return parsed.success && canBeReplayed(parsed.data) ? [parsed.data] : [];
  });
  return detectors.map((settings, id) => ({ id, settings }));
}
