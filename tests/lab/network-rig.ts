/** A peer on private hosts, connections to it, and the fault injector: a network without an experiment around it. */
import type { Fault } from '#model/faults/index.ts';
import { quietly } from '#model/responder.ts';
import type { Link, Peer } from '#engine/ports.ts';
import type { SocketOptions } from '#model/options.ts';
import { createPorts } from '#platform';
import type { PrivateHosts } from '../../main/platform/linux/private-hosts.ts';
import { probeNetwork } from '../../main/platform/linux/private-network.ts';
import { encodeFrame } from '#model/wire/frame.ts';

/** What this machine lacks; tests that need it are skipped there. */
export const abilities = probeNetwork();

export interface NetworkRig {
  readonly ports: ReturnType<typeof createPorts>;
  readonly peer: Peer & { readonly hosts: PrivateHosts };
  connect(options?: SocketOptions): Promise<Link>;
}

export async function createNetwork(fault: Fault): Promise<NetworkRig> {
  const ports = createPorts();
  const peer = (await ports.lab.startPeer({ network: fault })) as NetworkRig['peer'];
  return {
    ports,
    peer,
    async connect(options = {}) {
      const link = await ports.transport.dial(peer.endpoint, options, new AbortController().signal);
      await peer.expect(link.local, { ...quietly, reads: true });
      return link;
    },
  };
}

/** Sends a PING; resolves to what comes back: an answer, or the end of the connection. */
export function pinged(link: Link, sequence = 1): Promise<string> {
  return new Promise((resolve) => {
    link.onSignal((signal) => resolve(signal.type === 'failed' ? signal.errno : signal.type));
    link.send(
      encodeFrame({ kind: 'ping', format: 'classic', note: { sequence, sentNs: 0 as never, compactOk: false } }),
    );
  });
}
