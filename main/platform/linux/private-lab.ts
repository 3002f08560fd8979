/** Peers on private hosts: one network for each, with the probe server on its server. */
import type { Lab, Transport } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { Kernel } from '#model/prediction.ts';
import type { Fault } from '#model/faults/index.ts';
import { findLab } from '#native';
import type { Native } from '#native';
import type { LabPeer, LoopbackLab } from '../peers/lab.ts';
import { linkOf } from '../sockets/link.ts';
import { applySocketOptions } from '../sockets/socket-options.ts';
import type { CaptureFolder, CaptureWriter } from './capture-folder.ts';
import { cannotHost, notBuilt } from './lab-refusal.ts';
import { prepare } from './network-fault-injector.ts';
import { serverAddress, startPrivateHosts } from './private-hosts.ts';
import type { Capture, PrivateHosts } from './private-hosts.ts';
import { WireWatch } from './wire-watch.ts';

/** A peer on a private host; the fault injector breaks the network around it. */
export interface NetworkPeer extends LabPeer {
  readonly hosts: PrivateHosts;
}

export interface PrivateLabParts {
  readonly native: Native | null;
  readonly kernel: Kernel;
  /** The program that holds the hosts; absent for `findLab()`. */
  readonly program?: string;
  /** Where every packet of the client goes; absent for no capture. */
  readonly captures?: CaptureFolder;
}

export interface PrivateLab {
  readonly lab: Lab & { readonly pids: readonly number[] };
  /** A connection to a private host comes from the client beside it; all others are dialled as before. */
  readonly dialler: (usual: Transport) => Transport;
}

/** Of the server's own; one that belongs to no protocol, which a reader of captures would take it for. */
const probePort = 20_007;

export function withPrivateHosts(loopback: LoopbackLab, parts: PrivateLabParts): PrivateLab {
  const networks = new Networks(parts);
  return {
    dialler: (usual) => networks.dialler(usual),
    lab: {
      get pids() {
        return [...loopback.pids, ...networks.pids];
      },
      async startPeer(place = {}) {
        if (place.network === undefined) return loopback.startPeer(place);
        const { hosts, wire } = await networks.start(place.network, place.tellsPackets === true);
        const listener = await hosts.listen(probePort);
        const peer = peerOn(
          hosts,
          await loopback.startPeer({ ...place, host: hosts.server, port: probePort, listener }),
        );
        return wire === null ? peer : watchedBy(wire, peer);
      },
      async close() {
        await loopback.close();
        await networks.close();
      },
    },
  };
}

/** Those that run, by the address of their server. */
class Networks {
  readonly #parts: PrivateLabParts;
  readonly #running = new Map<string, PrivateHosts>();
  readonly #starting = new Set<Promise<PrivateHosts>>();
  readonly #numbers = new Set<number>();
  readonly #captures: (() => Promise<void>)[] = [];

  constructor(parts: PrivateLabParts) {
    this.#parts = parts;
  }

  get pids(): readonly number[] {
    return [...this.#running.values()].map(({ pid }) => pid);
  }

  async start(
    fault: Fault,
    tellsPackets: boolean,
  ): Promise<{ readonly hosts: PrivateHosts; readonly wire: WireWatch | null }> {
    const { native, kernel, program = findLab() } = this.#parts;
    if (native === null || program === null) throw cannotHost(notBuilt);
    const number = freeNumber(this.#numbers);
    this.#numbers.add(number);
    const starting = startPrivateHosts({ native, program, number });
    this.#starting.add(starting);
    const hosts = await starting.finally(() => this.#starting.delete(starting));
    this.#running.set(hosts.server, hosts);
    await prepare(hosts, fault, kernel);
    const wire = tellsPackets ? new WireWatch() : null;
    const isCaptured = await this.#capture(hosts, this.#parts.captures?.open(fault) ?? null, wire);
    return { hosts, wire: isCaptured ? wire : null };
  }

  dialler(usual: Transport): Transport {
    const { native } = this.#parts;
    return {
      can: (detector) => usual.can(detector),
      dial: async (to, options, signal) => {
        const hosts = this.#running.get(to.address);
        if (hosts === undefined) return usual.dial(to, options, signal);
        const socket = await hosts.dial(to, signal);
        try {
          const effective = applySocketOptions(socket, options, native);
          // The kernel tells of timers only inside the namespace.
          return linkOf(socket, { effective, native, readTimer: () => null });
        } catch (error) {
          socket.destroy();
          throw error;
        }
      },
    };
  }

  async #capture(hosts: PrivateHosts, writer: CaptureWriter | null, wire: WireWatch | null): Promise<boolean> {
    if (writer === null && wire === null) return false;
    let capture: Capture;
    try {
      capture = await hosts.capture('client', (packet) => {
        writer?.add(packet);
        wire?.add(packet);
      });
    } catch (error) {
      // What is measured does not depend on it.
      if (!(error instanceof HalfopenError)) throw error;
      await writer?.end(null, `nothing can be captured here (${error.detail.errno ?? error.message})`);
      return false;
    }
    wire?.of(capture);
    if (writer === null) return true;
    this.#captures.push(async () => {
      const { lost } = await capture.stop().catch(() => ({ lost: null }));
      await writer.end(lost);
    });
    return true;
  }

  /** Also those that are only starting. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#starting);
    await Promise.all(this.#captures.splice(0).map((end) => end()));
    await Promise.all([...this.#running.values()].map((hosts) => hosts.close()));
    this.#running.clear();
    this.#numbers.clear();
  }
}

const watchedBy = (wire: WireWatch, peer: NetworkPeer): NetworkPeer => ({
  ...peer,
  onPacket: (client, handle) => wire.watch(client.port, handle),
  lostPackets: () => wire.lost,
});

/** Lost when its process is, or the network around it. */
function peerOn(hosts: PrivateHosts, peer: LabPeer): NetworkPeer {
  return {
    ...peer,
    endpoint: { address: hosts.server, port: probePort },
    hosts,
    onLost(handle) {
      peer.onLost(handle);
      hosts.onLost(handle);
    },
  };
}

/** 198.18.1.0 to 198.18.254.0. */
const mostNetworks = 254;

function freeNumber(taken: ReadonlySet<number>): number {
  for (let number = 1; number <= mostNetworks; number += 1) if (!taken.has(number)) return number;
  throw new HalfopenError({
    code: 'too-many-networks',
    fault: 'input',
    message: `No more than ${mostNetworks} private networks can exist at once.`,
    hint: `Their addresses, ${serverAddress(1)} to ${serverAddress(mostNetworks)}, are all in use: split the experiment.`,
  });
}
