import { spawn } from 'node:child_process';

/** Whatever it says goes there: standard output is for what the caller prints. */
const standardError = 2;

/**
 * Runs a script to its end, with the Node that runs this program.
 * @returns its exit code; null when a signal ended it, `signal` included, or it could not be started
 */
export function runScript(path: string, args: readonly string[], signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve) => {
    const stdio = ['ignore', standardError, standardError] as const;
    const child = spawn(process.execPath, [path, ...args], { stdio: [...stdio], signal });
    child.on('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  });
}
