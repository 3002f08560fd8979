/** Both ends of one simulated connection, and what is between them. */
import type { Jiffies } from '../kernel/jiffies.ts';
import { Path } from '../kernel/path.ts';
import type { Way } from '../kernel/path.ts';
import { SimulatedSocket } from '../kernel/tcp-socket.ts';
import type { SocketUser } from '../kernel/tcp-socket.ts';
import type { VirtualTime } from '../kernel/virtual-time.ts';
import type { SocketOptions } from '../options.ts';
import type { Kernel } from '../prediction.ts';

/** What the hosts of a simulation share. */
export interface Hosts {
  readonly time: VirtualTime;
  readonly jiffies: Jiffies;
  readonly kernel: Kernel;
  /** Uniform in [0, 1): which packets are lost. */
  readonly chance: () => number;
}

/** As on loopback or a short cable. */
export const oneWayMs = 0.05;

export interface Connection {
  readonly path: Path;
  readonly ours: SimulatedSocket;
  readonly theirs: SimulatedSocket;
}

export interface Ends {
  /** Those of our end: the peer has none. */
  readonly options: SocketOptions;
  readonly ourUser: SocketUser;
  readonly theirUser: SocketUser;
}

export function connect({ time, jiffies, kernel, chance }: Hosts, { options, ourUser, theirUser }: Ends): Connection {
  const path = new Path({ time, oneWayMs, chance });
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
  return { path, ours, theirs };
}
