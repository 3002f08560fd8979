/** What each action of a fault does to simulated connections, peers and networks. */
import { isNetworkAction, isProcessAction } from '../faults/action.ts';
import type { Action, ConnectionAction, NetworkAction, ProcessAction } from '../faults/action.ts';
import type { Direction } from '../faults/direction.ts';
import type { Path, Refusal, Way } from '../kernel/path.ts';
import type { Connection } from './connection.ts';
import type { Responding } from './responding.ts';

/** A connection, and what serves it at the other end. */
export interface Served {
  readonly connection: Connection;
  readonly responding: Responding;
}

/** What a fault strikes: one session, and the process that serves it. */
export interface Site {
  readonly main: Served;
  /** With the second connection, if there is one. */
  readonly connections: readonly Served[];
  /** All that the process of the peer serves, whoever it is for. */
  readonly process: readonly Responding[];
}

/** In order, at one instant. */
export function takeAll(actions: readonly Action[], site: Site): void {
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

function takeOnPeer(action: PeerAction, { main, connections }: Site): void {
  switch (action.do) {
    case 'fin':
      return main.responding.close();
    case 'half-close':
      return main.responding.halfClose();
    case 'rst':
      return main.responding.reset();
    case 'forget':
      return connections.forEach(({ responding }) => responding.forget());
    case 'delay-pongs':
      return connections.forEach(({ responding }) => responding.delay(action.delayMs));
  }
}

function takeOnProcess(action: ProcessAction, { process }: Site): void {
  for (const responding of process) {
    if (action.do === 'kill') responding.close();
    else if (action.do === 'stop') responding.freeze();
    else responding.thaw();
  }
}

function takeOnNetwork(action: NetworkAction, site: Site): void {
  switch (action.do) {
    case 'halt':
      turn(site, 'both', 'cut');
      return site.connections.forEach(({ responding }) => responding.forget());
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

const paths = ({ connections }: Site): readonly Path[] => connections.map(({ connection }) => connection.path);

function turn(site: Site, direction: Direction, state: 'cut' | 'open'): void {
  for (const path of paths(site)) for (const way of waysOf(direction)) path.lanes[way].state = state;
}

const waysOf = (direction: Direction): readonly Way[] =>
  direction === 'both' ? ['to-peer', 'from-peer'] : [direction];
