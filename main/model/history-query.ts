/** What can be asked of the history, as data. */
import type { ExperimentStatus } from './result/result.ts';

export type HistoryStatus = ExperimentStatus | 'running';

/** A value with a minus before it in the search box excludes: `-tag:nightly`. */
export interface HistoryFilter {
  readonly field: 'status' | 'tag' | 'detector' | 'fault' | 'traffic' | 'host' | 'starred';
  /** Any of these; with `not`, none of these. `starred` takes `yes`. */
  readonly values: readonly string[];
  readonly not: boolean;
}

export const historySortFields = ['startedAt', 'name', 'durationMs', 'trials', 'agreement', 'status'] as const;
export type HistorySortField = (typeof historySortFields)[number];

export interface HistoryPageQuery {
  /** In the name, the note or a tag, or the beginning of the id; any case; empty for all. */
  readonly text: string;
  readonly filters: readonly HistoryFilter[];
  readonly sort: { readonly by: HistorySortField; readonly descending: boolean };
  readonly offset: number;
  readonly limit: number;
}

export interface HistoryPageEntry {
  readonly id: string;
  readonly name: string;
  readonly status: HistoryStatus;
  readonly startedAt: string;
  readonly durationMs: number | null;
  readonly host: string;
  /** In virtual time, on a model of the kernel. */
  readonly simulated: boolean;
  readonly detectors: number;
  readonly faults: number;
  readonly plannedTrials: number;
  /** Trials that ended. */
  readonly trials: number;
  readonly detected: number;
  readonly falseAlarms: number;
  readonly invalid: number;
  /** Compared with a prediction, and how many of them agree. */
  readonly judged: number;
  readonly withinPrediction: number;
  readonly note: string;
  readonly starred: boolean;
  readonly tags: readonly string[];
}

export interface HistoryPage {
  /** That match, on all pages. */
  readonly total: number;
  /** In the whole history. */
  readonly all: number;
  readonly entries: readonly HistoryPageEntry[];
  /** Every value that occurs, for filters: the commonest first. */
  readonly known: Readonly<Record<'tag' | 'detector' | 'fault' | 'traffic' | 'host', readonly string[]>>;
}

/** What a person changes about a kept experiment; absent stays. */
export interface HistoryChange {
  readonly note?: string;
  readonly starred?: boolean;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly name?: string;
}

/** What the program remembers of a person's choices. */
export interface Preferences {
  readonly language: 'system' | 'en' | 'zh';
  readonly theme: 'system' | 'light' | 'dark';
  /** Experiments older than this many days are forgotten at start, starred ones never; null keeps them forever. */
  readonly keepDays: number | null;
}

export const defaultPreferences: Preferences = { language: 'system', theme: 'system', keepDays: null };
