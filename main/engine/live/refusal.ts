/** Why a fault cannot strike a session now, and what would help. */
import type { FaultInjector } from '../ports.ts';
import type { LiveSession } from './live-session.ts';
import type { ActionName } from '#model/faults/action.ts';
import { directionLabel, directions } from '#model/faults/direction.ts';
import { actionsToStrike, faultParts } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';

export interface No {
  readonly no: string;
  readonly fix?: string;
}

export function refusedNow(session: LiveSession, fault: Fault, faultInjector: FaultInjector): No | null {
  if (session.over) return { no: 'the session is over', fix: 'Open another one.' };
  const can = faultInjector.can(fault, session.server === null ? null : session.server.peer);
  if (can !== true) return can;
  if (!session.ready) return { no: 'it is not connected yet', fix: 'Wait for the connection.' };
  if (does(fault, 'cut') && session.faults.some((other) => does(other, 'cut')))
    return { no: 'its cable is cut already', fix: 'Heal it first.' };
  return session.server === null ? null : refusedByServer(session.server.row.state, fault);
}

function refusedByServer(state: 'listening' | 'frozen' | 'gone', fault: Fault): No | null {
  if (state === 'listening' || isOursAlone(fault)) return null;
  if (state === 'gone') return { no: 'its probe server is gone' };
  if (does(fault, 'kill')) return null;
  const no = does(fault, 'stop')
    ? 'its probe server is frozen already'
    : 'its probe server is frozen: it takes no orders';
  return { no, fix: 'Heal it first.' };
}

const does = (fault: Fault, name: ActionName): boolean => actionsToStrike(fault).some((action) => action.do === name);

/** Made deaf at our end: the peer has no part in it. */
const isOursAlone = (fault: Fault): boolean =>
  actionsToStrike(fault).every((action) => action.do === 'cut' && action.way === 'from-peer');

/** One of every kind that can strike a live session, and of every direction where that decides. */
const samples: readonly Fault[] = faultParts
  .filter((part) => part.strikes !== 'network' && part.strike(part.example).length > 0)
  .flatMap(({ example }): readonly Fault[] =>
    'direction' in example ? directions.map((direction) => ({ ...example, direction })) : [example],
  );

/** `kind` is the fault's kind, with its direction where that is not both: `blackhole`, `blackhole to-peer`. */
export function breakable(
  session: LiveSession,
  faultInjector: FaultInjector,
): readonly { readonly kind: string; readonly can: true | No }[] {
  return samples.map((fault) => ({ kind: labelOf(fault), can: refusedNow(session, fault, faultInjector) ?? true }));
}

/** Without the durations of the samples, which mean nothing. */
const labelOf = (fault: Fault): string =>
  'direction' in fault ? `${fault.kind}${directionLabel(fault.direction)}` : fault.kind;
