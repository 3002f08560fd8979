/** Peers as processes of this machine, and everything that can be done to them without privileges. */
import type { Lab, Link, Peer, PeerPlace } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import { ns } from '#model/time.ts';
import type { Instant } from '#model/time.ts';
import { cannotListen } from './cannot-listen.ts';
import { Report } from './peer-protocol.ts';
import type { Order } from './peer-protocol.ts';
import { forkPeer } from './peer-starter.ts';
import type { PeerProcess, StartPeer } from './peer-starter.ts';

type Unnumbered<O> = O extends unknown ? Omit<O, 'id'> : never;

/** A peer that can also be ordered about: what the fault injector needs and the engine must not see. */
export interface LabPeer extends Peer {
  /** How late it answers every PING when no fault makes it later. */
  readonly pongDelayMs: number;
  order(order: Unnumbered<Order>): Promise<Instant>;
  /** Sends a signal; a death by it is no loss. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
}

/** A socket that listens already, for the peer to fetch: main/platform/linux/private-hosts.ts. */
export interface Listener {
  readonly door: string;
  readonly ticket: string;
}

export interface LoopbackLab extends Lab {
  startPeer(place?: PeerPlace & { readonly listener?: Listener }): Promise<LabPeer>;
  readonly pids: readonly number[];
}

/** Long enough for a loaded machine to start a process; a peer that hangs must not hang the run. */
const startUpLimitMs = 20_000;

/**
 * A peer that is started without a place of its own listens on `address`, on any free port.
 * @param tidy what else is to be undone when the lab closes
 */
export function createLab(
  address: string,
  startProcess: StartPeer = forkPeer,
  tidy: () => Promise<void> = async () => {},
): LoopbackLab {
  const running = new Map<PeerProcess, Promise<void>>();
  return {
    get pids() {
      return [...running.keys()].map(({ pid }) => pid).filter((pid) => pid > 0);
    },
    async startPeer(place = {}) {
      const { host = address, port = null, pongDelayMs = 0, listener } = place;
      const fetched = listener === undefined ? [] : [listener.door, listener.ticket];
      const process = await startProcess([host, String(port ?? 0), String(pongDelayMs), ...fetched]).catch(
        (error: unknown) => {
          throw notStarted(error instanceof Error ? error.message : String(error));
        },
      );
      const gone = new Promise<void>((resolve) => {
        process.onExit(() => {
          running.delete(process);
          resolve();
        });
      });
      running.set(process, gone);
      const cannot = (errno: string): HalfopenError =>
        listener === undefined
          ? cannotListen({ address: host, port: port ?? 0 }, errno)
          : notStarted(`it received no socket to listen on (${errno})`);
      return peerOf(process, await listening(process, cannot), pongDelayMs);
    },
    /** SIGKILL also ends a frozen process. */
    async close() {
      for (const process of running.keys()) process.kill('SIGKILL');
      await Promise.all(running.values());
      await tidy();
    },
  };
}

function notStarted(why: string): HalfopenError {
  return new HalfopenError({
    code: 'peer-not-started',
    fault: 'machine',
    message: `A probe peer process could not be started: ${why}.`,
    hint: 'Check the limits on processes and memory (ulimit -u, ulimit -v).',
  });
}

/** Where it listens; a process that cannot is ended. */
function listening(process: PeerProcess, cannot: (errno: string) => HalfopenError): Promise<Endpoint> {
  return new Promise((resolve, reject) => {
    const fail = (error: HalfopenError): void => {
      clearTimeout(timer);
      process.kill('SIGKILL');
      reject(error);
    };
    const slow = `no answer within ${startUpLimitMs / 1000} s`;
    const timer = setTimeout(() => fail(notStarted(slow)), startUpLimitMs);
    process.onExit((how) => fail(notStarted(`it ended with ${how}`)));
    process.onMessage((raw) => {
      const report = Report.parse(raw);
      clearTimeout(timer);
      if (report.said === 'listening') resolve({ address: report.address, port: report.port });
      if (report.said === 'not-listening') fail(cannot(report.errno));
    });
  });
}

function peerOf(process: PeerProcess, endpoint: Endpoint, pongDelayMs: number): LabPeer {
  const waiting = new Map<number, { resolve: (instant: Instant) => void; reject: (error: Error) => void }>();
  let tellLost = (_reason: string): void => {};
  let lost: string | null = null;
  let expected = false;
  let lastId = 0;

  process.onMessage((raw) => {
    const report = Report.parse(raw);
    if (report.said === 'listening' || report.said === 'not-listening') return;
    const waiter = waiting.get(report.id);
    waiting.delete(report.id);
    if (report.said === 'done') waiter?.resolve({ from: ns(report.fromNs), to: ns(report.toNs) });
    else waiter?.reject(new Error(report.reason));
  });
  process.onExit((how) => {
    const reason = `the peer process ended from outside (${how})`;
    for (const waiter of waiting.values()) waiter.reject(new Error(reason));
    waiting.clear();
    lost = reason;
    if (!expected) tellLost(reason);
  });

  const order: LabPeer['order'] = (wanted) =>
    new Promise((resolve, reject) => {
      if (lost !== null) return reject(new Error(lost));
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      process.send({ ...wanted, id: lastId } satisfies Order);
    });

  const signal: LabPeer['signal'] = (name) => {
    expected ||= name === 'SIGKILL';
    process.kill(name);
  };

  return {
    pid: process.pid,
    endpoint,
    pongDelayMs,
    async expect(client, behaviour) {
      await order({ do: 'expect', clients: [client.port], behaviour });
    },
    onLost: (handle) => void (tellLost = handle),
    end: () => signal('SIGKILL'),
    order,
    signal,
  };
}

/** How the peer knows our connections: by the port they come from. */
export const portsOf = (links: readonly Link[]): number[] => links.map((link) => link.local.port);
