/** What the parts of a simulation share: time, the kernel's clock, chance, the connections. */
import type { VirtualClock } from './virtual-clock.ts';
import type { Chance } from '#engine/ports.ts';
import type { Jiffies } from '#model/kernel/jiffies.ts';
import { Path } from '#model/kernel/path.ts';
import type { Way } from '#model/kernel/path.ts';
import { SimulatedSocket } from '#model/kernel/tcp-socket.ts';
import type { SocketUser } from '#model/kernel/tcp-socket.ts';
import type { VirtualTime } from '#model/kernel/virtual-time.ts';
import type { Endpoint } from '#model/event.ts';
import type { SocketOptions } from '#model/options.ts';
import type { Kernel } from '#model/prediction.ts';

export interface World {
  readonly time: VirtualTime;
  readonly clock: VirtualClock;
  readonly jiffies: Jiffies;
  readonly kernel: Kernel;
  /** Of packets that are lost. */
  readonly chance: Chance;
}

/** As on loopback or a short cable. */
export const oneWayMs = 0.05;

/** Both ends of one connection and what is between them. */
export interface Connection {
  readonly path: Path;
  readonly ours: SimulatedSocket;
  readonly theirs: SimulatedSocket;
  readonly client: Endpoint;
}

export interface Ends {
  readonly client: Endpoint;
  readonly options: SocketOptions;
  readonly ourUser: SocketUser;
  readonly theirUser: SocketUser;
}

export function connect(world: World, { client, options, ourUser, theirUser }: Ends): Connection {
  const { time, jiffies, kernel, chance } = world;
  const path = new Path({ time, oneWayMs, chance: () => chance.next() });
  const end = (way: Way, user: SocketUser, its: SocketOptions): SimulatedSocket =>
    new SimulatedSocket(
      {
        time,
        jiffies,
        retries2: kernel.retries2,
        options: its,
        firstRoundTripMs: 2 * oneWayMs,
        network: (segment) => path.send(way, segment),
      },
      user,
    );
  const ours = end('to-peer', ourUser, options);
  const theirs = end('from-peer', theirUser, {});
  path.connect('to-peer', theirs);
  path.connect('from-peer', ours);
  return { path, ours, theirs, client };
}
