import type { Fault, NetworkFault } from './settings.ts';

export const networkFaultKinds = [
  'loss',
  'link-down',
  'route-blackhole',
  'icmp-unreachable',
  'firewall-forgets',
  'middlebox-rst',
  'host-reboot',
] as const satisfies readonly NetworkFault['kind'][];

const kinds: ReadonlySet<string> = new Set(networkFaultKinds);

/** Whether it needs private hosts: what no socket can do to itself. */
export const isNetworkFault = (fault: Fault): fault is NetworkFault => kinds.has(fault.kind);
