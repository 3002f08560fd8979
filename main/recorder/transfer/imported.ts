/** What became of a file that was imported. */
import type { SessionId } from '#model/live/live.ts';

export interface Imported {
  /** The ids of the experiments that are new or were completed. */
  readonly imported: readonly string[];
  /** Experiments that the history already had. They were left as they are. */
  readonly alreadyPresent: readonly string[];
  /** Of a rescue file of live sessions; absent for any other file. */
  readonly sessions?: ImportedSessions;
}

export interface ImportedSessions {
  /** Their numbers in this history, whether they were completed or are new in it. */
  readonly imported: readonly SessionId[];
  /** Those to which the file adds nothing, by their numbers in this history. */
  readonly alreadyPresent: readonly SessionId[];
  /** By their numbers in the file: this history does not have what they continue, or they ended or are open here. */
  readonly incomplete: readonly SessionId[];
}
