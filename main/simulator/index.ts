/** The door of the simulator: all that the engine needs of the world (main/engine/ports.ts), in virtual time. */
import { createFaultInjector } from './fault-injector.ts';
import { SimulatedLink } from './simulated-link.ts';
import { SimulatedPeer } from './simulated-peer.ts';
import { VirtualClock } from './virtual-clock.ts';
import type { Chance, Lab, Ports, Transport } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import { Jiffies } from '#model/kernel/jiffies.ts';
import type { Wheel } from '#model/kernel/timer-wheel.ts';
import { VirtualTime } from '#model/kernel/virtual-time.ts';
import type { Kernel } from '#model/prediction.ts';
import type { HostFacts } from '#model/result/result.ts';
import { connect, oneWayMs } from '#model/simulation/connection.ts';
import type { Hosts } from '#model/simulation/connection.ts';
import { plusMs } from '#model/time.ts';

export interface SimulationParts {
  /** Its tick rate and retries2 are those of the simulated kernel; it is Linux whatever `os` says. */
  readonly kernel: Kernel;
  readonly host: HostFacts;
  readonly chance: (seed: number) => Chance;
  /** Decides which packets are lost, and where in the kernel's timer wheel the run begins. */
  readonly seed: number;
  /** Resolves in a later macrotask: main/simulator/virtual-clock.ts says why. */
  readonly settle: () => Promise<void>;
  readonly wallTime: () => string;
  /** For tests: timers as late as they may be, or not late at all. */
  readonly wheel?: Wheel;
}

/** Addresses of examples (RFC 5737): nothing of a simulation ever reaches a network. */
const address = { client: '192.0.2.1', peer: '192.0.2.2' } as const;
const firstPort = { client: 32_768, peer: 40_000 } as const;
/** Jiffies that a machine may have counted when a run begins; the widest granule at HZ = 1000 is 2^24 of them. */
const bootSpan = 2 ** 25;

interface World extends Hosts {
  readonly clock: VirtualClock;
}

/** Everything that one run needs. Nothing of it is real, and nothing of it takes time. */
export function createSimulation(parts: SimulationParts): Ports {
  const { host, chance, seed } = parts;
  const kernel: Kernel = { ...parts.kernel, os: 'linux' };
  const luck = chance(seed);
  const time = new VirtualTime();
  const world: World = {
    time,
    kernel,
    chance: () => luck.next(),
    clock: new VirtualClock({ time, settle: parts.settle, wallTime: parts.wallTime }),
    jiffies: new Jiffies({
      time,
      kernel,
      atStart: Math.floor(luck.next() * bootSpan),
      ...(parts.wheel !== undefined && { wheel: parts.wheel }),
    }),
  };
  const peers = new Map<number, SimulatedPeer>();
  return {
    clock: world.clock,
    transport: createTransport(world, peers),
    lab: createLab(world, peers),
    faultInjector: createFaultInjector(time),
    loadMeter: { read: async () => ({ ...unmeasured }) },
    chance,
    host,
    kernel,
  };
}

/** What a machine feels of a run that takes no time says nothing of the run. */
const unmeasured = { eventLoopLagP50Ms: null, eventLoopLagP99Ms: null, memoryMiB: null, peersMemoryMiB: null };

function createTransport(world: World, peers: ReadonlyMap<number, SimulatedPeer>): Transport {
  let port: number = firstPort.client;
  return {
    can: () => true,
    async dial(to, options) {
      const peer = peers.get(to.port);
      if (peer === undefined) throw notReachable(to);
      const local: Endpoint = { address: address.client, port: port++ };
      const { clock, time } = world;
      // SYN, SYN+ACK.
      await clock.wait(plusMs(time.now, 2 * oneWayMs));
      const link = new SimulatedLink(clock, local, to, options);
      const responding = peer.accept(local);
      const connection = connect(world, { options, ourUser: link.socket, theirUser: responding });
      link.join({ connection, responding }, () => peer.forget(local));
      responding.join(connection.theirs);
      return link;
    },
  };
}

const notReachable = (to: Endpoint): HalfopenError =>
  new HalfopenError({
    code: 'not-reachable',
    fault: 'peer',
    message: `No simulated peer listens at ${to.address} port ${to.port}.`,
    errno: 'ECONNREFUSED',
  });

function createLab(world: World, peers: Map<number, SimulatedPeer>): Lab {
  return {
    async startPeer(place = {}) {
      const port = place.port ?? firstPort.peer + peers.size;
      const peer = new SimulatedPeer(world.time, { address: address.peer, port }, place.pongDelayMs ?? 0);
      peers.set(port, peer);
      return peer;
    },
    async close() {
      peers.clear();
      world.time.clear();
    },
  };
}
