/** Why a fault cannot strike a session now, and what would help. */
import type { FaultInjector } from '../ports.ts';
import type { LiveSession } from './live-session.ts';
import { faultLabel } from '#model/fault-label.ts';
import type { Direction, Fault, FaultKind } from '#model/settings.ts';

export interface No {
  readonly no: string;
  readonly fix?: string;
}

const cuts: ReadonlySet<FaultKind> = new Set(['blackhole', 'outage', 'reboot']);

export function refusedNow(session: LiveSession, fault: Fault, faultInjector: FaultInjector): No | null {
  if (session.over) return { no: 'the session has ended', fix: 'Open another one.' };
  const can = faultInjector.can(fault, session.server === null ? null : session.server.peer);
  if (can !== true) return can;
  if (!session.ready) return { no: 'it is not connected yet', fix: 'Wait for the connection.' };
  if (cuts.has(fault.kind) && session.faults.some(({ kind }) => cuts.has(kind)))
    return { no: 'it is already cut', fix: 'Heal it first.' };
  return session.server === null ? null : refusedByServer(session.server.row.state, fault);
}

function refusedByServer(state: 'listening' | 'frozen' | 'gone', fault: Fault): No | null {
  if (state === 'listening' || isOursAlone(fault)) return null;
  if (state === 'gone') return { no: 'its probe server is gone' };
  if (fault.kind === 'kill') return null;
  const no =
    fault.kind === 'freeze'
      ? 'its probe server is already frozen'
      : 'its probe server is frozen and cannot be controlled';
  return { no, fix: 'Heal it first.' };
}

/** Made deaf at our end: the peer has no part in it. */
const isOursAlone = (fault: Fault): boolean =>
  (fault.kind === 'blackhole' || fault.kind === 'outage') && fault.direction === 'from-peer';

const directions: readonly Direction[] = ['both', 'to-peer', 'from-peer'];

/** One of every kind, and of every direction where that decides. */
const samples: readonly Fault[] = [
  { kind: 'fin' },
  { kind: 'half-close' },
  { kind: 'rst' },
  { kind: 'kill' },
  { kind: 'freeze' },
  ...directions.map((direction): Fault => ({ kind: 'blackhole', direction })),
  ...directions.map((direction): Fault => ({ kind: 'outage', direction, durationMs: 1000 })),
  { kind: 'reboot', downMs: 1000 },
  { kind: 'slow-pong', delayMs: 1000 },
];

/** `kind` is the fault's kind, with its direction where that is not both: `blackhole`, `blackhole to-peer`. */
export function breakable(
  session: LiveSession,
  faultInjector: FaultInjector,
): readonly { readonly kind: string; readonly can: true | No }[] {
  return samples.map((fault) => ({ kind: labelOf(fault), can: refusedNow(session, fault, faultInjector) ?? true }));
}

/** Without the durations of the samples, which mean nothing. */
function labelOf(fault: Fault): string {
  if (fault.kind === 'outage')
    return faultLabel({ kind: 'blackhole', direction: fault.direction }).replace('blackhole', 'outage');
  return 'direction' in fault ? faultLabel(fault) : fault.kind;
}
