import type { OperatingSystem } from '../prediction.ts';
import type { Fault, NetworkFault } from '../settings.ts';
import type { Evidence } from './fact.ts';

/** How each system breaks a peer or a path. */
export interface FaultFact {
  readonly fault: Fault['kind'];
  readonly how: Readonly<
    Record<OperatingSystem, { readonly can: boolean; readonly by: string; readonly evidence: Evidence }>
  >;
}

const everywhere = (fault: Fault['kind'], by: string): FaultFact => ({
  fault,
  how: {
    linux: { can: true, by, evidence: 'measured' },
    windows: { can: true, by, evidence: 'wine' },
    darwin: { can: true, by, evidence: 'documents' },
  },
});

const cut = (fault: Fault['kind']): FaultFact => ({
  fault,
  how: {
    linux: { can: true, by: 'IP_MINTTL, IPV6_MINHOPCOUNT on the sockets of both ends', evidence: 'measured' },
    windows: {
      can: false,
      by: 'Winsock has no such option; to another machine by a firewall rule (--allow-firewall), which leaves loopback alone',
      evidence: 'documents',
    },
    darwin: {
      can: false,
      by: 'XNU has no such option; by an anchor of pf (--allow-firewall, as root)',
      evidence: 'documents',
    },
  },
});

const onPrivateHosts = (fault: NetworkFault['kind'], by: string): FaultFact => ({
  fault,
  how: {
    linux: { can: true, by: `private hosts: ${by}`, evidence: 'measured' },
    windows: { can: false, by: 'no private hosts', evidence: 'documents' },
    darwin: { can: false, by: 'no private hosts', evidence: 'documents' },
  },
});

export const faultFacts: readonly FaultFact[] = [
  everywhere('none', 'nothing is done: the control'),
  everywhere('fin', 'the peer closes its socket'),
  everywhere('half-close', 'the peer shuts its sending half down'),
  everywhere('rst', 'the peer closes with SO_LINGER 0'),
  {
    fault: 'kill',
    how: {
      linux: {
        can: true,
        by: 'SIGKILL: the kernel sends FIN, or RST when unread data is queued',
        evidence: 'measured',
      },
      windows: { can: true, by: 'TerminateProcess: the kernel sends RST', evidence: 'wine' },
      darwin: {
        can: true,
        by: 'SIGKILL: the kernel sends FIN, or RST when unread data is queued',
        evidence: 'documents',
      },
    },
  },
  {
    fault: 'freeze',
    how: {
      linux: { can: true, by: 'SIGSTOP', evidence: 'measured' },
      windows: { can: true, by: 'NtSuspendProcess', evidence: 'wine' },
      darwin: { can: true, by: 'SIGSTOP', evidence: 'documents' },
    },
  },
  everywhere('slow-pong', 'the probe peer answers late'),
  cut('blackhole'),
  cut('outage'),
  cut('reboot'),
  onPrivateHosts('loss', 'nft numgen in the router'),
  onPrivateHosts('link-down', 'an interface is set down'),
  onPrivateHosts('route-blackhole', 'a blackhole route in the router'),
  onPrivateHosts('icmp-unreachable', 'nft reject in the router'),
  onPrivateHosts('firewall-forgets', 'nf_conntrack in the router, with a short timeout'),
  onPrivateHosts('middlebox-rst', 'nft reject with tcp reset in the router'),
  onPrivateHosts('host-reboot', 'another namespace at the end of the cable'),
];
