/** What became of a file that was imported. */
export interface Imported {
  /** The ids of the experiments that are new or were completed. */
  readonly imported: readonly string[];
  /** Experiments that the history already had. They were left as they are. */
  readonly alreadyPresent: readonly string[];
}
