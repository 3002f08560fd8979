/** A log of what happened to the program: lines without the content of messages, bounded in length and number. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const longestLine = 2000;
const largestFileBytes = 1 << 20;

/** Never throws: a full disk must not take the program with it. */
export function logTo(path: string): (line: string) => void {
  return (line) => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestFileBytes) renameSync(path, `${path}.old`);
      appendFileSync(
        path,
        `${new Date().toISOString()} ${line.replaceAll(/\s*\n\s*/g, ' | ').slice(0, longestLine)}\n`,
      );
    } catch {
      // Nowhere to say it.
    }
  };
}
