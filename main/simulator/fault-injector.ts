/** Breaks simulated connections, peers and networks: every fault there is, exactly at its instant. */
import { SimulatedLink } from './simulated-link.ts';
import { SimulatedPeer } from './simulated-peer.ts';
import type { World } from './world.ts';
import type { Injection, FaultInjector, Target } from '#engine/ports.ts';
import type { Path, Refusal, Way } from '#model/kernel/path.ts';
import { isNetworkAction, isProcessAction } from '#model/faults/action.ts';
import type { Action, ConnectionAction, NetworkAction, ProcessAction } from '#model/faults/action.ts';
import type { Direction } from '#model/faults/direction.ts';
import { actionsToHeal, actionsToStrike } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Instant } from '#model/time.ts';

interface Site {
  readonly peer: SimulatedPeer;
  readonly main: SimulatedLink;
  readonly links: readonly SimulatedLink[];
}

export function createFaultInjector({ time }: Pick<World, 'time'>): FaultInjector {
  const stamped = (act: () => void): Instant => {
    act();
    return { from: time.now, to: time.now };
  };
  const lift = async (fault: Fault, targets: readonly Target[]): Promise<Instant> =>
    stamped(() => sitesOf(targets).forEach((site) => takeAll(healing(fault), site)));
  return {
    can: () => true,
    async inject(fault, targets) {
      const began = stamped(() => sitesOf(targets).forEach((site) => takeAll(actionsToStrike(fault), site)));
      return { began, lift: () => lift(fault, targets) } satisfies Injection;
    },
    lift,
  };
}

function sitesOf(targets: readonly Target[]): readonly Site[] {
  return targets.map(({ peer, main, heartbeat }) => {
    if (!(peer instanceof SimulatedPeer) || !(main instanceof SimulatedLink)) throw new Error('not of this simulation');
    return { peer, main, links: heartbeat instanceof SimulatedLink ? [main, heartbeat] : [main] };
  });
}

const paths = ({ links }: Site): readonly Path[] => links.map(({ connection }) => connection.path);

function healing(fault: Fault): readonly Action[] {
  const actions = actionsToHeal(fault);
  if (actions === null) throw new Error(`${fault.kind} cannot be undone`);
  return actions;
}

function takeAll(actions: readonly Action[], site: Site): void {
  for (const action of actions) take(action, site);
}

function take(action: Action, site: Site): void {
  if (isProcessAction(action)) return takeOnProcess(action, site);
  if (isNetworkAction(action)) return takeOnNetwork(action, site);
  switch (action.do) {
    case 'fin':
    case 'half-close':
    case 'rst':
    case 'forget':
    case 'delay-pongs':
      return takeOnPeer(action, site);
    case 'cut':
      return turn(site, action.way, 'cut');
    case 'restore':
      return turn(site, action.way, 'open');
    case 'return':
      return turn(site, 'both', 'open');
  }
}

type PeerAction = ConnectionAction & { readonly do: 'fin' | 'half-close' | 'rst' | 'forget' | 'delay-pongs' };

function takeOnPeer(action: PeerAction, { peer, main, links }: Site): void {
  switch (action.do) {
    case 'fin':
      return peer.serving(main.connection).close();
    case 'half-close':
      return peer.serving(main.connection).halfClose();
    case 'rst':
      return peer.serving(main.connection).reset();
    case 'forget':
      return links.forEach(({ connection }) => forget(peer, connection));
    case 'delay-pongs': {
      const delayMs = action.delayMs ?? peer.pongDelayMs;
      return links.forEach(({ connection }) => peer.serving(connection).delay(delayMs));
    }
  }
}

function takeOnProcess(action: ProcessAction, { peer }: Site): void {
  if (action.do === 'kill') return peer.kill();
  return action.do === 'stop' ? peer.freeze() : peer.thaw();
}

function takeOnNetwork(action: NetworkAction, site: Site): void {
  switch (action.do) {
    case 'halt':
      turn(site, 'both', 'cut');
      return site.links.forEach(({ connection }) => forget(site.peer, connection));
    case 'boot':
      return turn(site, 'both', 'open');
    case 'track':
    case 'unlimit-icmp':
      // Paths of a simulation are told with the fault itself.
      return;
    case 'lose':
    case 'refuse':
    case 'forward':
    case 'link':
    case 'route':
    case 'expire-flows':
      return paths(site).forEach((path) => takeOnPath(action, path));
  }
}

/** The peer forgets, and nobody is told. */
function forget(peer: SimulatedPeer, connection: SimulatedLink['connection']): void {
  peer.forget(connection);
  connection.theirs.vanish();
}

type PathAction = Exclude<NetworkAction, { readonly do: 'halt' | 'boot' | 'track' | 'unlimit-icmp' }>;

function takeOnPath(action: PathAction, path: Path): void {
  const { lanes } = path;
  switch (action.do) {
    case 'lose':
      for (const way of waysOf(action.way)) lanes[way].lossShare = action.percent / 100;
      return;
    case 'refuse':
      path.refusal = refusalOf(action);
      return;
    case 'forward':
      path.refusal = null;
      for (const way of waysOf('both')) lanes[way].lossShare = 0;
      return;
    case 'link':
      lanes['to-peer'].state = action.to === 'up' ? 'open' : action.side === 'own' ? 'unplugged' : 'cut';
      lanes['from-peer'].state = action.to === 'up' ? 'open' : action.side === 'peer' ? 'unplugged' : 'cut';
      return;
    case 'route':
      lanes['to-peer'].state = action.to === 'blackhole' ? 'cut' : 'open';
      return;
    case 'expire-flows':
      return path.protect(action);
  }
}

/** icmp_err_convert (net/ipv4/icmp.c). */
function refusalOf({ by, isLimited }: NetworkAction & { readonly do: 'refuse' }): Refusal {
  if (by === 'rst') return { by };
  const errno = by === 'icmp-port' ? 'ECONNREFUSED' : 'EHOSTUNREACH';
  return { by: 'icmp', errno, isForHost: by === 'icmp-host', isLimited };
}

function turn(site: Site, direction: Direction, state: 'cut' | 'open'): void {
  for (const path of paths(site)) for (const way of waysOf(direction)) path.lanes[way].state = state;
}

const waysOf = (direction: Direction): readonly Way[] =>
  direction === 'both' ? ['to-peer', 'from-peer'] : [direction];
