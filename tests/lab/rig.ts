/** One peer, real connections to it, and a fault injector: the lab without an experiment around it. */
import { quietly } from '#model/responder.ts';
import type { Link, LinkSignal, Peer } from '#engine/ports.ts';
import type { SocketOptions } from '#model/options.ts';
import { createPorts } from '#platform';

export interface Session {
  readonly link: Link;
  readonly signals: readonly LinkSignal[];
  /** The first signal that is not data. */
  readonly ended: Promise<LinkSignal>;
}

export async function createRig(): Promise<{
  readonly ports: ReturnType<typeof createPorts>;
  readonly peer: Peer;
  connect(options?: SocketOptions): Promise<Session>;
}> {
  const ports = createPorts();
  const peer = await ports.lab.startPeer();
  return {
    ports,
    peer,
    async connect(options = {}) {
      const link = await ports.transport.dial(peer.endpoint, options, new AbortController().signal);
      await peer.expect(link.local, { ...quietly, reads: true });
      const signals: LinkSignal[] = [];
      const ended = new Promise<LinkSignal>((resolve) => {
        link.onSignal((signal) => {
          signals.push(signal);
          if (signal.type !== 'data') resolve(signal);
        });
      });
      return { link, signals, ended };
    },
  };
}
