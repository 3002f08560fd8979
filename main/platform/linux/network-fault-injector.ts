/** Breaks private networks. Every instant is stamped by halfopen-lab, next to the system call or the program that causes it. */
import type { Peer, FaultInjector, Target } from '#engine/ports.ts';
import { isNetworkFault } from '#model/network-fault.ts';
import type { Kernel } from '#model/prediction.ts';
import type { NetworkFault } from '#model/settings.ts';
import type { Instant } from '#model/time.ts';
import { forwarding, rulesOf } from './network-rules.ts';
import type { Cable, PrivateHosts } from './private-hosts.ts';
import type { NetworkAbilities } from './private-network.ts';

const cables = {
  own: { host: 'client', name: 'eth0' },
  peer: { host: 'server', name: 'eth0' },
  router: { host: 'router', name: 'to-server' },
} as const satisfies Record<string, Cable>;

/** Before any connection: what must be there when the fault strikes, and kernels that behave like this machine's. */
export async function prepare(hosts: PrivateHosts, fault: NetworkFault, kernel: Kernel): Promise<void> {
  for (const host of ['client', 'server'] as const) await hosts.set(host, 'net/ipv4/tcp_retries2', kernel.retries2);
  // A new namespace limits ICMP errors as Linux does by default; 0 takes the limit away.
  if (fault.kind === 'icmp-unreachable' && !fault.rateLimited) await hosts.set('router', 'net/ipv4/icmp_ratelimit', 0);
  if (fault.kind !== 'firewall-forgets') return;
  // Connections must be tracked from their SYN, and none may be picked up in the middle.
  await hosts.filter(forwarding(rulesOf(fault) ?? ''));
  await hosts.set('router', 'net/netfilter/nf_conntrack_tcp_loose', 0);
}

async function strike(fault: NetworkFault, hosts: PrivateHosts): Promise<Instant> {
  switch (fault.kind) {
    case 'loss':
    case 'icmp-unreachable':
    case 'middlebox-rst':
      return hosts.filter(forwarding(rulesOf(fault) ?? ''));
    case 'link-down':
      return hosts.turn(cables[fault.side], 'down');
    case 'route-blackhole':
      return hosts.blackhole('add');
    case 'firewall-forgets':
      return hosts.forgetAfter(fault.afterMs / 1000);
    case 'host-reboot':
      return hosts.halt();
  }
}

async function heal(fault: NetworkFault, hosts: PrivateHosts): Promise<Instant> {
  switch (fault.kind) {
    case 'loss':
    case 'icmp-unreachable':
    case 'middlebox-rst':
      return hosts.filter(forwarding(''));
    case 'link-down':
      return hosts.turn(cables[fault.side], 'up');
    case 'route-blackhole':
      return hosts.blackhole('del');
    case 'host-reboot':
      return hosts.boot();
    case 'firewall-forgets':
      throw new Error('what a firewall has forgotten cannot be brought back');
  }
}

/** @param abilities asked only when a fault of a network is: it takes a moment to find out */
export function withNetworkFaults(usual: FaultInjector, abilities: () => NetworkAbilities): FaultInjector {
  return {
    can(fault, peer) {
      if (!isNetworkFault(fault) || (peer !== undefined && (peer === null || hostsOf(peer) === null)))
        return usual.can(fault, peer);
      const { hosts, filter, tracking } = abilities();
      if (hosts !== true || rulesOf(fault) === null) return hosts;
      return fault.kind === 'firewall-forgets' && filter === true ? tracking : filter;
    },
    async inject(fault, targets) {
      if (!isNetworkFault(fault)) return usual.inject(fault, targets);
      const hosts = oneNetwork(targets);
      return { began: await strike(fault, hosts), lift: () => heal(fault, hosts) };
    },
    async lift(fault, targets) {
      return isNetworkFault(fault) ? heal(fault, oneNetwork(targets)) : usual.lift(fault, targets);
    },
  };
}

const hostsOf = (peer: Peer & { readonly hosts?: PrivateHosts }): PrivateHosts | null => peer.hosts ?? null;

function oneNetwork(targets: readonly Target[]): PrivateHosts {
  const peer = targets[0]?.peer;
  const hosts = peer === undefined || peer === null ? null : hostsOf(peer);
  if (hosts === null) throw new Error('the peer is not in a private network');
  return hosts;
}
