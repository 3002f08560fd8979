/**
 * Strikes private networks, step by step as the fault's record says. Every instant is stamped by halfopen-lab, next to the
 * system call or the program that causes it.
 */
import type { FaultInjector, Peer, Target } from '#engine/ports.ts';
import type { Action, ActionName, NetworkAction } from '#model/faults/action.ts';
import { actionsToHeal, actionsToPrepare, actionsToStrike, isNetworkFault } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import type { Kernel } from '#model/prediction.ts';
import type { Instant } from '#model/time.ts';
import { forwarding, ruleFor } from './network-rules.ts';
import type { Cable, PrivateHosts } from './private-hosts.ts';
import type { NetworkAbilities } from './private-network.ts';

const cables = {
  own: { host: 'client', name: 'eth0' },
  peer: { host: 'server', name: 'eth0' },
  router: { host: 'router', name: 'to-server' },
} as const satisfies Record<string, Cable>;

/** Before any connection: what must be there when the fault strikes, and kernels that behave like this machine's. */
export async function prepare(hosts: PrivateHosts, fault: Fault, kernel: Kernel): Promise<void> {
  for (const host of ['client', 'server'] as const) await hosts.set(host, 'net/ipv4/tcp_retries2', kernel.retries2);
  for (const action of actionsToPrepare(fault)) await make(action, hosts);
}

/** What has no instant: it is there before anybody looks. */
async function make(action: NetworkAction, hosts: PrivateHosts): Promise<void> {
  if (action.do === 'unlimit-icmp') {
    await hosts.set('router', 'net/ipv4/icmp_ratelimit', 0);
    return;
  }
  await take(action, hosts);
  if (action.do === 'track') await hosts.set('router', 'net/netfilter/nf_conntrack_tcp_loose', 0);
}

async function take(action: NetworkAction, hosts: PrivateHosts): Promise<Instant> {
  switch (action.do) {
    case 'lose':
    case 'refuse':
    case 'track':
    case 'forward':
      return hosts.filter(forwarding(ruleFor(action)));
    case 'link':
      return hosts.turn(cables[action.side], action.to);
    case 'route':
      return hosts.blackhole(action.to === 'blackhole' ? 'add' : 'del');
    case 'expire-flows':
      return hosts.forgetAfter(action.afterMs / 1000);
    case 'halt':
      return hosts.halt();
    case 'boot':
      return hosts.boot();
    case 'unlimit-icmp':
      throw new Error(`${action.do} has no instant: it is prepared`);
  }
}

/** @param abilities asked only when a fault of a network is: it takes a moment to find out */
export function withNetworkFaults(usual: FaultInjector, abilities: () => NetworkAbilities): FaultInjector {
  return {
    can(fault, peer) {
      if (!isNetworkFault(fault) || (peer !== undefined && (peer === null || hostsOf(peer) === null)))
        return usual.can(fault, peer);
      const { hosts, filter, tracking } = abilities();
      const does = namesOf([...actionsToPrepare(fault), ...actionsToStrike(fault)]);
      if (hosts !== true || !needsFilter.some((name) => does.has(name))) return hosts;
      return does.has('track') && filter === true ? tracking : filter;
    },
    async inject(fault, targets) {
      if (!isNetworkFault(fault)) return usual.inject(fault, targets);
      const hosts = oneNetwork(targets);
      return { began: await takeAll(actionsToStrike(fault), hosts), lift: () => heal(fault, hosts) };
    },
    async lift(fault, targets) {
      return isNetworkFault(fault) ? heal(fault, oneNetwork(targets)) : usual.lift(fault, targets);
    },
  };
}

const needsFilter: readonly ActionName[] = ['lose', 'refuse', 'track'];
const namesOf = (actions: readonly Action[]): ReadonlySet<ActionName> => new Set(actions.map((action) => action.do));

async function heal(fault: Fault, hosts: PrivateHosts): Promise<Instant> {
  const actions = actionsToHeal(fault);
  if (actions === null) throw new Error(`${fault.kind} cannot be undone`);
  return takeAll(actions, hosts);
}

/** The first step is the instant; those after it follow from it. */
async function takeAll([first, ...others]: readonly Action[], hosts: PrivateHosts): Promise<Instant> {
  if (first === undefined) throw new Error('a fault of a network does something to it');
  const instant = await take(first as NetworkAction, hosts);
  for (const action of others) await take(action as NetworkAction, hosts);
  return instant;
}

const hostsOf = (peer: Peer & { readonly hosts?: PrivateHosts }): PrivateHosts | null => peer.hosts ?? null;

function oneNetwork(targets: readonly Target[]): PrivateHosts {
  const peer = targets[0]?.peer;
  const hosts = peer === undefined || peer === null ? null : hostsOf(peer);
  if (hosts === null) throw new Error('the peer is not in a private network');
  return hosts;
}
