/**
 * Blackholes on single connections: packets vanish silently, without privileges. `IP_MINTTL` = 255 makes a socket deaf to
 * packets of the usual TTL of 64; where there is no such option, a rule of the system's packet filter does it, if allowed.
 */
import type { FaultInjector } from '#engine/ports.ts';
import type { Direction } from '#model/faults/direction.ts';
import type { Instant } from '#model/time.ts';
import { fdOf } from '#native';
import type { Native } from '#native';
import { portsOf } from '../peers/lab.ts';
import type { SocketLink } from '../sockets/link.ts';
import { whyNoFilter } from './filter-here.ts';
import { hull, isForeign, linksOf, onePeer, stamped } from './lab-target.ts';
import type { LabTarget } from './lab-target.ts';
import type { PacketFilter } from './packet-filter.ts';

const helperRemedy = 'Run `npm run build:native`; it says what is missing.';
const elsewhere =
  'Put the peer on another machine: there `halfopen server --host 0.0.0.0`, here `halfopen client HOST --idle 10s`, and pull the cable.';

/** What cuts connections off: the helper on the sockets themselves, else the system's packet filter. */
export interface Cutters {
  readonly native: Native | null;
  /** Null where it is not needed or not allowed. */
  readonly filter: PacketFilter | null;
}

export function canCutOff({ native, filter }: Cutters, toForeignPeer: boolean): ReturnType<FaultInjector['can']> {
  if (native?.abilities.cutOff === true) return true;
  if (filter !== null && (filter.seesLoopback || toForeignPeer)) return true;
  if (native === null) return { no: 'cutting a connection off needs the native helper (IP_MINTTL)', fix: helperRemedy };
  const off = whyNoFilter();
  if (off !== null && toForeignPeer) return off;
  return { no: 'this system has no socket option that cuts a connection off', fix: elsewhere };
}

/** Ours first: it takes no message to another process, so nothing can come back once the peer is deaf. */
export async function cut(way: Direction, targets: readonly LabTarget[], cutters: Cutters): Promise<Instant> {
  const links = linksOf(targets);
  const { native, filter } = cutters;
  if (filter !== null && native?.abilities.cutOff !== true) return filter.block(links, way);
  const ours = way === 'to-peer' ? null : stamped(() => links.forEach((link) => turn(link, native, 'cutOff')));
  const theirs =
    way === 'from-peer' || isForeign(targets)
      ? null
      : await onePeer(targets).order({ do: 'cut', clients: portsOf(links) });
  return hull(ours, theirs);
}

export async function restore(way: Direction, targets: readonly LabTarget[], cutters: Cutters): Promise<Instant> {
  const links = linksOf(targets);
  const { native, filter } = cutters;
  if (filter !== null && native?.abilities.cutOff !== true) return filter.unblock(links);
  const theirs =
    way === 'from-peer' || isForeign(targets)
      ? null
      : await onePeer(targets).order({ do: 'restore', clients: portsOf(links) });
  const ours = way === 'to-peer' ? null : stamped(() => links.forEach((link) => turn(link, native, 'restore')));
  return hull(theirs, ours);
}

function turn(link: SocketLink, native: Native | null, how: 'cutOff' | 'restore'): void {
  if (link.socket.destroyed) return;
  const done = native?.[how](fdOf(link.socket));
  if (done !== undefined && !done.ok) throw new Error(`${how} failed with ${done.failure.code}`);
}
