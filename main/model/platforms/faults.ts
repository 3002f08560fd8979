/** How each system breaks a peer or a path: made from the steps of each fault, and how a system takes them. */
import { isNetworkAction } from '../faults/action.ts';
import type { Action, NetworkAction } from '../faults/action.ts';
import { actionsToStrike, faultParts } from '../faults/index.ts';
import type { FaultKind } from '../faults/index.ts';
import type { OperatingSystem } from '../prediction.ts';
import type { Evidence } from './fact.ts';

type How = Readonly<
  Record<OperatingSystem, { readonly can: boolean; readonly by: string; readonly evidence: Evidence }>
>;

export interface FaultFact {
  readonly fault: FaultKind;
  readonly how: How;
}

const everywhere = (by: string): How => ({
  linux: { can: true, by, evidence: 'measured' },
  windows: { can: true, by, evidence: 'wine' },
  darwin: { can: true, by, evidence: 'documents' },
});

const onPrivateHosts = (by: string): How => ({
  linux: { can: true, by: `private hosts: ${by}`, evidence: 'measured' },
  windows: { can: false, by: 'no private hosts', evidence: 'documents' },
  darwin: { can: false, by: 'no private hosts', evidence: 'documents' },
});

const cut: How = {
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
};

const sigkill = 'SIGKILL: the kernel sends FIN, or RST when unread data is queued';

/** How the step is taken on each system. */
function howOf(action: Action): How {
  if (isNetworkAction(action)) return onPrivateHosts(inNetwork(action));
  switch (action.do) {
    case 'fin':
      return everywhere('the peer closes its socket');
    case 'half-close':
      return everywhere('the peer shuts its sending half down');
    case 'rst':
      return everywhere('the peer closes with SO_LINGER 0');
    case 'delay-pongs':
      return everywhere('the probe peer answers late');
    case 'kill':
      return {
        linux: { can: true, by: sigkill, evidence: 'measured' },
        windows: { can: true, by: 'TerminateProcess: the kernel sends RST', evidence: 'wine' },
        darwin: { can: true, by: sigkill, evidence: 'documents' },
      };
    case 'stop':
    case 'continue':
      return {
        linux: { can: true, by: 'SIGSTOP', evidence: 'measured' },
        windows: { can: true, by: 'NtSuspendProcess', evidence: 'wine' },
        darwin: { can: true, by: 'SIGSTOP', evidence: 'documents' },
      };
    case 'cut':
    case 'restore':
    case 'forget':
    case 'return':
      return cut;
  }
}

function inNetwork(action: NetworkAction): string {
  switch (action.do) {
    case 'lose':
      return 'nft numgen in the router';
    case 'refuse':
      return action.by === 'rst' ? 'nft reject with tcp reset in the router' : 'nft reject in the router';
    case 'link':
      return `an interface is set ${action.to}`;
    case 'route':
      return 'a blackhole route in the router';
    case 'expire-flows':
      return 'nf_conntrack in the router, with a short timeout';
    case 'halt':
      return 'another namespace at the end of the cable';
    case 'forward':
    case 'track':
    case 'unlimit-icmp':
    case 'boot':
      return action.do;
  }
}

/** The first step is what a system must be able to do. */
export const faultFacts: readonly FaultFact[] = faultParts.map(({ kind, example }) => {
  const [first] = actionsToStrike(example);
  return { fault: kind, how: first === undefined ? everywhere('nothing is done: the control') : howOf(first) };
});
