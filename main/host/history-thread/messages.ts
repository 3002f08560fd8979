/** What a history thread and the thread that started it say to each other: plain data, both ends are this program. */
import type { ErrorDetail } from '#model/error.ts';

export interface Ask {
  /** Null for what needs no answer. */
  readonly id: number | null;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** How far a recorder is, told after each attempt to write. */
export interface Progress {
  /** The id of a run, or `sessionsRecorder`. */
  readonly of: string;
  /** How many of the items that were handed over need no further attempt. */
  readonly settled: number;
  /** Why the last attempt failed; null when it succeeded. */
  readonly error: ErrorDetail | null;
}

/** No run has this id. */
export const sessionsRecorder = 'sessions';

export type FromThread =
  | { readonly say: 'open' }
  | { readonly say: 'not-open'; readonly error: ErrorDetail }
  | { readonly say: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly say: 'refusal'; readonly id: number; readonly error: ErrorDetail }
  | { readonly say: 'progress'; readonly progress: Progress };

/** Ends the thread. */
export const closeCall = 'close';
