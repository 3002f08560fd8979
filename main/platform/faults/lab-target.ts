/** What a fault strikes in the lab, and the stamps around the system call that does it. */
import type { Target } from '#engine/ports.ts';
import type { Instant } from '#model/time.ts';
import { monotonicNow } from '../machine/clock.ts';
import type { LabPeer } from '../peers/lab.ts';
import type { SocketLink } from '../sockets/link.ts';

/** The lab's own targets: its links are sockets, its peers take orders; without a peer there is only our end. */
export interface LabTarget extends Target {
  readonly peer: LabPeer | null;
  readonly main: SocketLink;
  readonly heartbeat: SocketLink | null;
}

export const linksOf = (targets: readonly LabTarget[]): SocketLink[] =>
  targets.flatMap((target) => (target.heartbeat === null ? [target.main] : [target.main, target.heartbeat]));

export const isForeign = (targets: readonly LabTarget[]): boolean => targets.every(({ peer }) => peer === null);

/** All targets of one strike share a peer. */
export function onePeer(targets: readonly LabTarget[]): LabPeer {
  const peer = targets[0]?.peer;
  if (peer === undefined || peer === null) throw new Error('this fault needs a peer of ours');
  return peer;
}

export function stamped(act: () => void): Instant {
  const from = monotonicNow();
  act();
  return { from, to: monotonicNow() };
}

export function hull(a: Instant | null, b: Instant | null): Instant {
  if (a === null || b === null) return a ?? b ?? { from: monotonicNow(), to: monotonicNow() };
  return { from: a.from, to: b.to };
}
