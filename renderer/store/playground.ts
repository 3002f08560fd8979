/** What is being replayed, and through what: kept while one looks elsewhere. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { detectorData } from '#contract/data/settings.ts';
import { exampleNames } from '#model/replay/examples.ts';
import type { ExampleName } from '#model/replay/examples.ts';
import { fittingDetectors } from '#model/replay/fitting.ts';
import { whyNotReplayed } from '#model/replay/replay.ts';
import type { Trace } from '#model/replay/trace.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';

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

/** As one is added: at the pace of the trace where there is one of its kind that fits. */
export function freshFor(trace: Trace, fresh: DetectorSettings): DetectorSettings {
  const [first, ...others] = fittingDetectors(trace);
  const fitting = [first, ...others].find((settings) => settings?.kind === fresh.kind);
  if (fitting !== undefined) return fitting;
  if (fresh.kind !== 'heartbeat' && fresh.kind !== 'dedicated-heartbeat') return fresh;
  const paceMs = first?.kind === 'receive-deadline' ? first.everyMs : fresh.idleMs;
  return { ...fresh, idleMs: Math.round(paceMs * 1.5), intervalMs: Math.max(10, Math.round(paceMs / 2)) };
}

/** What a replay does not depend on: when PING is sent, and how long it is. */
const withoutInfluence: Readonly<Partial<Record<DetectorSettings['kind'], readonly string[]>>> = {
  heartbeat: ['from', 'frame'],
  'dedicated-heartbeat': ['from', 'frame'],
  'phi-accrual': ['intervalMs'],
  bfd: ['minTxMs', 'peerMinRxMs', 'seed'],
};

/** The settings that a replay depends on. */
export function influential(settings: DetectorSettings): Pick<DetectorSettings, 'kind'> {
  const hidden = withoutInfluence[settings.kind] ?? [];
  const shown = Object.entries(settings).filter(([name]) => !hidden.includes(name));
  return { kind: settings.kind, ...Object.fromEntries(shown) };
}

export const canBeReplayed = (settings: DetectorSettings): boolean => whyNotReplayed(settings) === null;

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
