/** Which events of a file are not in the history yet. */

/** How the events of a file continue those that are recorded, both as JSON in their order. */
export interface Continued {
  readonly recorded: readonly string[];
  readonly inFile: readonly string[];
  /** How many were recorded when the file was written; null when the file does not say. */
  readonly after: number | null;
}

/** How many events at the beginning of the file are recorded already. Null when the file does not continue the record. */
export function alreadyRecorded(continued: Continued): number | null {
  const { recorded, inFile } = continued;
  const after = continued.after ?? beginningIn(continued);
  if (after > recorded.length) return null;
  const both = Math.min(recorded.length - after, inFile.length);
  for (let index = 0; index < both; index += 1) if (recorded[after + index] !== inFile[index]) return null;
  return both;
}

/** Where the record has the first event of the file; its end when it does not have it. */
function beginningIn({ recorded, inFile: [first = ''] }: Continued): number {
  const found = recorded.lastIndexOf(first);
  return found === -1 ? recorded.length : found;
}
