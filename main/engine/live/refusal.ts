/** Why a fault cannot be injected into a session now, and what would help. */
import type { FaultInjector } from '../ports.ts';
import type { LiveSession } from './live-session.ts';
import type { ActionName } from '#model/faults/action.ts';
import { directionLabel, directions } from '#model/faults/direction.ts';
import { actionsToStrike, faultParts } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';

export interface Refusal {
  readonly no: string;
  readonly fix?: string;
}

export function refusedNow(session: LiveSession, fault: Fault, faultInjector: FaultInjector): Refusal | null {
  if (session.over) return { no: 'the session is over', fix: 'Open another one.' };
  const can = faultInjector.can(fault, session.server === null ? null : session.server.peer);
  if (can !== true) return can;
  if (!session.connection.watching) return { no: 'it is not connected yet', fix: 'Wait for the connection.' };
  if (does(fault, 'cut') && session.faults.some((other) => does(other, 'cut')))
    return { no: 'its cable is cut already', fix: 'Heal it first.' };
  return session.server === null ? null : refusedByServer(session.server.row.state, fault);
}

function refusedByServer(state: 'listening' | 'frozen' | 'gone', fault: Fault): Refusal | null {
  if (state === 'listening' || isAtOurEnd(fault)) return null;
  if (state === 'gone') return { no: 'its probe server is gone' };
  if (does(fault, 'kill')) return null;
  const no = does(fault, 'stop')
    ? 'its probe server is frozen already'
    : 'its probe server is frozen: it takes no orders';
  return { no, fix: 'Heal it first.' };
}

const does = (fault: Fault, name: ActionName): boolean => actionsToStrike(fault).some((action) => action.do === name);

/** It drops what arrives at our end; the probe server has no part in it. */
const isAtOurEnd = (fault: Fault): boolean =>
  actionsToStrike(fault).every((action) => action.do === 'cut' && action.way === 'from-peer');

/** One fault of every kind that strikes less than a network, and of every direction where it has one. */
const examples: readonly Fault[] = faultParts
  .filter((part) => part.strikes !== 'network' && part.strike(part.example).length > 0)
  .flatMap(({ example }): readonly Fault[] =>
    'direction' in example ? directions.map((direction) => ({ ...example, direction })) : [example],
  );

/** Which faults can be injected now. `kind` names the direction, too, unless it is both: `blackhole`, `blackhole to-peer`. */
export function breakable(
  session: LiveSession,
  faultInjector: FaultInjector,
): readonly { readonly kind: string; readonly can: true | Refusal }[] {
  return examples.map((fault) => ({ kind: labelOf(fault), can: refusedNow(session, fault, faultInjector) ?? true }));
}

/** Without the durations, which mean nothing in an example. */
const labelOf = (fault: Fault): string =>
  'direction' in fault ? `${fault.kind}${directionLabel(fault.direction)}` : fault.kind;
