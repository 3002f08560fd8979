import type { OperatingSystem } from '#model/prediction.ts';

/** Everything that is neither Windows nor macOS is taken for Linux: its helper then says what it cannot do. */
export function operatingSystem(): OperatingSystem {
  if (process.platform === 'win32') return 'windows';
  return process.platform === 'darwin' ? 'darwin' : 'linux';
}
