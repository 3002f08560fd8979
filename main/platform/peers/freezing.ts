/** Stopping a process: by a signal, or on Windows, which has none, by the helper. */
import { HalfopenError } from '#model/error.ts';
import type { Native, Outcome } from '#native';
import type { LabPeer } from './lab.ts';
import { operatingSystem } from '../machine/operating-system.ts';

const hasSignals = operatingSystem() !== 'windows';

export function canFreeze(native: Native | null): true | { readonly no: string; readonly fix: string } {
  if (hasSignals || native !== null) return true;
  return {
    no: 'freezing a process needs the native helper: Windows has no SIGSTOP',
    fix: 'Run `npm run build:native`; it says what is missing.',
  };
}

export function freeze(peer: LabPeer, native: Native | null): void {
  if (hasSignals) peer.signal('SIGSTOP');
  else must(native?.suspend(peer.pid, true));
}

export function thaw(peer: LabPeer, native: Native | null): void {
  if (hasSignals) peer.signal('SIGCONT');
  else must(native?.suspend(peer.pid, false));
}

function must(outcome: Outcome<null> | undefined): void {
  if (outcome?.ok === true) return;
  const errno = outcome?.failure.code ?? 'no helper';
  throw new HalfopenError({
    code: 'not-suspended',
    fault: 'machine',
    message: `The peer process could not be suspended or resumed: ${errno}.`,
    errno,
  });
}
