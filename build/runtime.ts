/** Whether a window can be opened here: Electron's runtime, a display, a user that Chromium's sandbox works for. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is known of the machine. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Null where there is no such thing. */
  readonly uid: number | null;
}

/** The executable that npm's `electron` package has fetched, or that it is told of; null when there is none. */
export function findRuntime(electronPackage: string, env: Surroundings['env']): string | null {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = override ?? join(electronPackage, 'dist');
  const path = join(folder, nameOf(electronPackage) ?? 'electron');
  return (override !== undefined || nameOf(electronPackage) !== null) && existsSync(path) ? path : null;
}

/** electron/install.js writes it last: without it the runtime is not complete. */
function nameOf(electronPackage: string): string | null {
  try {
    return readFileSync(join(electronPackage, 'path.txt'), 'utf8').trim();
  } catch {
    return null;
  }
}

/** Why no window can be opened whatever is installed; null when one can. */
export function whyNoWindow({ platform, env, uid }: Surroundings): string | null {
  if (platform !== 'linux') return null;
  const has = (name: string): boolean => (env[name] ?? '') !== '';
  if (!has('DISPLAY') && !has('WAYLAND_DISPLAY')) return 'there is no display';
  // Chromium refuses to run as root with its sandbox, and without it Halfopen does not run.
  if (uid === 0) return 'the sandbox of a window does not work for root';
  return null;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Chromium aborts when its sandbox cannot be had; the loader says 127 when a library is missing. */
export const couldNotStart = ({ code, signal }: Ending): boolean =>
  ['SIGTRAP', 'SIGABRT', 'SIGILL', 'SIGSEGV'].includes(signal ?? '') || [127, 133, 134].includes(code ?? 0);
