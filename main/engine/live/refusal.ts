/** Why a fault cannot be injected into a session now, and what would help. */
import type { FaultInjector } from '../ports.ts';
import type { LiveSession } from './live-session.ts';
import { faultLabel } from '#model/fault-label.ts';
import type { Direction, Fault, FaultKind } from '#model/settings.ts';

export interface Refusal {
  readonly no: string;
  readonly fix?: string;
}

const cuts: ReadonlySet<FaultKind> = new Set(['blackhole', 'outage', 'reboot']);

export function refusedNow(session: LiveSession, fault: Fault, faultInjector: FaultInjector): Refusal | null {
  if (session.over) return { no: 'the session is over', fix: 'Open another one.' };
  const can = faultInjector.can(fault, session.server === null ? null : session.server.peer);
  if (can !== true) return can;
  if (!session.connection.watching) return { no: 'it is not connected yet', fix: 'Wait for the connection.' };
  if (cuts.has(fault.kind) && session.faults.some(({ kind }) => cuts.has(kind)))
    return { no: 'its cable is cut already', fix: 'Heal it first.' };
  return session.server === null ? null : refusedByServer(session.server.row.state, fault);
}

function refusedByServer(state: 'listening' | 'frozen' | 'gone', fault: Fault): Refusal | null {
  if (state === 'listening' || isAtOurEnd(fault)) return null;
  if (state === 'gone') return { no: 'its probe server is gone' };
  if (fault.kind === 'kill') return null;
  const no =
    fault.kind === 'freeze' ? 'its probe server is frozen already' : 'its probe server is frozen: it takes no orders';
  return { no, fix: 'Heal it first.' };
}

/** It drops what arrives at our end; the probe server has no part in it. */
const isAtOurEnd = (fault: Fault): boolean =>
  (fault.kind === 'blackhole' || fault.kind === 'outage') && fault.direction === 'from-peer';

const directions: readonly Direction[] = ['both', 'to-peer', 'from-peer'];

/** One fault of every kind, and of every direction where it has one. */
const examples: readonly Fault[] = [
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

/** Which faults can be injected now. `kind` names the direction, too, unless it is both: `blackhole`, `blackhole to-peer`. */
export function breakable(
  session: LiveSession,
  faultInjector: FaultInjector,
): readonly { readonly kind: string; readonly can: true | Refusal }[] {
  return examples.map((fault) => ({ kind: labelOf(fault), can: refusedNow(session, fault, faultInjector) ?? true }));
}

/** Without the durations, which mean nothing in an example. */
function labelOf(fault: Fault): string {
  if (fault.kind === 'outage')
    return faultLabel({ kind: 'blackhole', direction: fault.direction }).replace('blackhole', 'outage');
  return 'direction' in fault ? faultLabel(fault) : fault.kind;
}
