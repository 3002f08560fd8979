/** Breaks simulated connections, peers and networks: every fault there is, exactly at its instant. */
import { SimulatedLink } from './simulated-link.ts';
import { SimulatedPeer } from './simulated-peer.ts';
import type { World } from './world.ts';
import type { Injection, FaultInjector, Target } from '#engine/ports.ts';
import type { Path, Refusal, Way } from '#model/kernel/path.ts';
import type { Direction, Fault, NetworkFault } from '#model/settings.ts';
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
    stamped(() => sitesOf(targets).forEach((site) => heal(fault, site)));
  return {
    can: () => true,
    async inject(fault, targets) {
      const began = stamped(() => sitesOf(targets).forEach((site) => strike(fault, site)));
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

function strike(fault: Fault, site: Site): void {
  const { peer, main, links } = site;
  switch (fault.kind) {
    case 'none':
      return;
    case 'fin':
      return peer.serving(main.connection).close();
    case 'half-close':
      return peer.serving(main.connection).halfClose();
    case 'rst':
      return peer.serving(main.connection).reset();
    case 'kill':
      return peer.kill();
    case 'freeze':
      return peer.freeze();
    case 'blackhole':
    case 'outage':
      return turn(site, fault.direction, 'cut');
    case 'reboot':
    case 'host-reboot':
      turn(site, 'both', 'cut');
      // The peer forgets, and nobody is told.
      return links.forEach(({ connection }) => forget(peer, connection));
    case 'slow-pong':
      return links.forEach(({ connection }) => peer.serving(connection).delay(fault.delayMs));
    case 'loss':
    case 'link-down':
    case 'route-blackhole':
    case 'icmp-unreachable':
    case 'firewall-forgets':
    case 'middlebox-rst':
      return paths(site).forEach((path) => strikePath(fault, path));
  }
}

function forget(peer: SimulatedPeer, connection: SimulatedLink['connection']): void {
  peer.forget(connection);
  connection.theirs.vanish();
}

function strikePath(fault: Exclude<NetworkFault, { readonly kind: 'host-reboot' }>, path: Path): void {
  switch (fault.kind) {
    case 'loss':
      for (const way of waysOf(fault.direction)) path.lanes[way].lossShare = fault.percent / 100;
      return;
    case 'link-down':
      path.lanes['to-peer'].state = fault.side === 'own' ? 'unplugged' : 'cut';
      path.lanes['from-peer'].state = fault.side === 'peer' ? 'unplugged' : 'cut';
      return;
    case 'route-blackhole':
      path.lanes['to-peer'].state = 'cut';
      return;
    case 'icmp-unreachable':
      path.refusal = icmp(fault);
      return;
    case 'firewall-forgets':
      return path.protect(fault);
    case 'middlebox-rst':
      path.refusal = { by: 'rst' };
  }
}

/** icmp_err_convert (net/ipv4/icmp.c). */
function icmp({ reason, rateLimited }: NetworkFault & { readonly kind: 'icmp-unreachable' }): Refusal {
  const errno = reason === 'port' ? 'ECONNREFUSED' : 'EHOSTUNREACH';
  return { by: 'icmp', errno, isForHost: reason === 'host', isLimited: rateLimited };
}

function heal(fault: Fault, site: Site): void {
  switch (fault.kind) {
    case 'none':
      return;
    case 'blackhole':
    case 'outage':
      return turn(site, fault.direction, 'open');
    case 'reboot':
    case 'host-reboot':
    case 'link-down':
    case 'route-blackhole':
      return turn(site, 'both', 'open');
    case 'freeze':
      return site.peer.thaw();
    case 'slow-pong':
      return site.links.forEach(({ connection }) => site.peer.serving(connection).delay(site.peer.pongDelayMs));
    case 'loss':
      for (const path of paths(site)) for (const way of waysOf(fault.direction)) path.lanes[way].lossShare = 0;
      return;
    case 'icmp-unreachable':
    case 'middlebox-rst':
      for (const path of paths(site)) path.refusal = null;
      return;
    case 'fin':
    case 'half-close':
    case 'rst':
    case 'kill':
    case 'firewall-forgets':
      throw new Error(`${fault.kind} cannot be undone`);
  }
}

function turn(site: Site, direction: Direction, state: 'cut' | 'open'): void {
  for (const path of paths(site)) for (const way of waysOf(direction)) path.lanes[way].state = state;
}

const waysOf = (direction: Direction): readonly Way[] =>
  direction === 'both' ? ['to-peer', 'from-peer'] : [direction];
