/** Breaks what the lab built. Every instant is stamped on CLOCK_MONOTONIC next to the system call that causes it. */
import type { Injection, FaultInjector, Target } from '#engine/ports.ts';
import { isNetworkFault } from '#model/network-fault.ts';
import type { Direction, Fault, SocketFault } from '#model/settings.ts';
import type { Instant } from '#model/time.ts';
import { fdOf } from '#native';
import type { Native } from '#native';
import { monotonicNow } from '../machine/clock.ts';
import { portsOf } from '../peers/lab.ts';
import type { LabPeer } from '../peers/lab.ts';
import { whyNoFilter } from './filter-here.ts';
import { canFreeze, freeze, thaw } from '../peers/freezing.ts';
import type { SocketLink } from '../sockets/link.ts';
import type { PacketFilter } from './packet-filter.ts';

/** The lab's own targets: its links are sockets, its peers take orders; without a peer there is only our end. */
export interface LabTarget extends Target {
  readonly peer: LabPeer | null;
  readonly main: SocketLink;
  readonly heartbeat: SocketLink | null;
}

/** What strikes a whole network is for main/platform/linux/network-fault-injector.ts. */
const noNetwork = {
  no: 'it affects a whole network, and the peer is not in a private one',
  fix: 'Run it in an experiment, which creates private hosts.',
};

const helperRemedy = 'Run `npm run build:native`; it says what is missing.';
const elsewhere =
  'Put the peer on another machine: there `halfopen server --host 0.0.0.0`, here `halfopen client HOST --idle 10s`, and pull the cable.';

/** What cuts connections off: the helper on the sockets themselves, else the system's packet filter. */
export interface Cutters {
  readonly native: Native | null;
  /** Null where it is not needed or not allowed. */
  readonly filter: PacketFilter | null;
}

export function createFaultInjector(cutters: Cutters): FaultInjector {
  const { native } = cutters;
  return {
    can(fault, peer) {
      const cuts = fault.kind === 'blackhole' || fault.kind === 'outage' || fault.kind === 'reboot';
      if (isNetworkFault(fault)) return noNetwork;
      const foreign = peer === null ? toForeignPeer(fault, cutters) : true;
      if (foreign !== true) return foreign;
      if (cuts) return canCutOff(cutters, peer === null);
      return fault.kind === 'freeze' ? canFreeze(native) : true;
    },
    async inject(fault, targets) {
      const sites = targets as readonly LabTarget[];
      if (isNetworkFault(fault)) throw new Error(noNetwork.no);
      const began = await strike(fault, sites, cutters);
      return { began, lift: () => heal(fault, sites, cutters) } satisfies Injection;
    },
    async lift(fault, targets) {
      if (isNetworkFault(fault)) throw new Error(noNetwork.no);
      return heal(fault, targets as readonly LabTarget[], cutters);
    },
  };
}

function canCutOff({ native, filter }: Cutters, isForeign: boolean): ReturnType<FaultInjector['can']> {
  if (native?.abilities.cutOff === true) return true;
  if (filter !== null && (filter.seesLoopback || isForeign)) return true;
  if (native === null) return { no: 'cutting a connection needs the native helper (IP_MINTTL)', fix: helperRemedy };
  const off = whyNoFilter();
  if (off !== null && isForeign) return off;
  return { no: 'this system has no socket option that cuts a connection', fix: elsewhere };
}

/** A socket can be made deaf (IP_MINTTL), never mute: what we send leaves this machine. A packet filter does both. */
function toForeignPeer(
  fault: Fault,
  { native, filter }: Cutters,
): true | { readonly no: string; readonly fix: string } {
  const fix = 'Start a probe server and open the session to it.';
  if (fault.kind === 'none') return true;
  const cuts = fault.kind === 'blackhole' || fault.kind === 'outage';
  if (!cuts) return { no: 'the peer is not a probe server of this program, so Halfopen cannot control it', fix };
  if (fault.direction !== 'to-peer' || (filter !== null && native?.abilities.cutOff !== true)) return true;
  const no = 'Halfopen does not control the peer, so it can cut only what arrives at this end';
  return { no, fix: 'Cut inbound or both directions, or open the session to a probe server of this program.' };
}

async function strike(fault: SocketFault, targets: readonly LabTarget[], cutters: Cutters): Promise<Instant> {
  if (fault.kind === 'blackhole' || fault.kind === 'outage') return cut(fault.direction, targets, cutters);
  if (fault.kind === 'none') return stamped(() => {});
  const peer = onePeer(targets);
  switch (fault.kind) {
    case 'fin':
    case 'half-close':
    case 'rst':
      // On the connection under observation only: a heartbeat of its own stays up.
      return peer.order({ do: fault.kind, clients: portsOf(targets.map((target) => target.main)) });
    case 'slow-pong':
      return peer.order({ do: 'slow-pong', clients: portsOf(linksOf(targets)), delayMs: fault.delayMs });
    case 'kill':
      return stamped(() => peer.signal('SIGKILL'));
    case 'freeze':
      return stamped(() => freeze(peer, cutters.native));
    case 'reboot': {
      const began = await cut('both', targets, cutters);
      // The resets that this sends are lost in the cut: the peer forgets, and nobody is told.
      await peer.order({ do: 'rst', clients: portsOf(linksOf(targets)) });
      return began;
    }
  }
}

async function heal(fault: SocketFault, targets: readonly LabTarget[], cutters: Cutters): Promise<Instant> {
  switch (fault.kind) {
    case 'none':
      return stamped(() => {});
    case 'blackhole':
    case 'outage':
      return restore(fault.direction, targets, cutters);
    case 'reboot':
      return restore('from-peer', targets, cutters);
    case 'slow-pong': {
      const peer = onePeer(targets);
      return peer.order({ do: 'slow-pong', clients: portsOf(linksOf(targets)), delayMs: peer.pongDelayMs });
    }
    case 'freeze':
      return stamped(() => thaw(onePeer(targets), cutters.native));
    case 'fin':
    case 'half-close':
    case 'rst':
    case 'kill':
      throw new Error(`${fault.kind} cannot be undone`);
  }
}

/** Ours first: it takes no message to another process, so nothing can come back once the peer is deaf. */
async function cut(direction: Direction, targets: readonly LabTarget[], cutters: Cutters): Promise<Instant> {
  const links = linksOf(targets);
  const { native, filter } = cutters;
  if (filter !== null && native?.abilities.cutOff !== true) return filter.block(links, direction);
  const ours = direction === 'to-peer' ? null : stamped(() => links.forEach((link) => turn(link, native, 'cutOff')));
  const theirs =
    direction === 'from-peer' || isForeign(targets)
      ? null
      : await onePeer(targets).order({ do: 'cut', clients: portsOf(links) });
  return hull(ours, theirs);
}

async function restore(direction: Direction, targets: readonly LabTarget[], cutters: Cutters): Promise<Instant> {
  const links = linksOf(targets);
  const { native, filter } = cutters;
  if (filter !== null && native?.abilities.cutOff !== true) return filter.unblock(links);
  const theirs =
    direction === 'from-peer' || isForeign(targets)
      ? null
      : await onePeer(targets).order({ do: 'restore', clients: portsOf(links) });
  const ours = direction === 'to-peer' ? null : stamped(() => links.forEach((link) => turn(link, native, 'restore')));
  return hull(theirs, ours);
}

function turn(link: SocketLink, native: Native | null, how: 'cutOff' | 'restore'): void {
  if (link.socket.destroyed) return;
  const done = native?.[how](fdOf(link.socket));
  if (done !== undefined && !done.ok) throw new Error(`${how} failed with ${done.failure.code}`);
}

function stamped(act: () => void): Instant {
  const from = monotonicNow();
  act();
  return { from, to: monotonicNow() };
}

function hull(a: Instant | null, b: Instant | null): Instant {
  if (a === null || b === null) return a ?? b ?? { from: monotonicNow(), to: monotonicNow() };
  return { from: a.from, to: b.to };
}

const linksOf = (targets: readonly LabTarget[]): SocketLink[] =>
  targets.flatMap((target) => (target.heartbeat === null ? [target.main] : [target.main, target.heartbeat]));

const isForeign = (targets: readonly LabTarget[]): boolean => targets.every(({ peer }) => peer === null);

function onePeer(targets: readonly LabTarget[]): LabPeer {
  const peer = targets[0]?.peer;
  if (peer === undefined || peer === null) throw new Error('this fault needs a peer of ours');
  return peer;
}
