/** Peers as processes of this machine, on loopback, and everything that can be done to them without privileges. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Lab, Link, Peer } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import { ns } from '#model/time.ts';
import type { Instant } from '#model/time.ts';
import { Report } from './peer-protocol.ts';
import type { Order } from './peer-protocol.ts';

type Unnumbered<O> = O extends unknown ? Omit<O, 'id'> : never;

/** A peer that can also be ordered about: what the saboteur needs and the engine must not see. */
export interface LabPeer extends Peer {
  order(order: Unnumbered<Order>): Promise<Instant>;
  /** Sends a signal; a death by it is no loss. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
}

export interface LoopbackLab extends Lab {
  startPeer(): Promise<LabPeer>;
  readonly pids: readonly number[];
}

const peerProgram = fileURLToPath(new URL('./peer-process.ts', import.meta.url));
/** Long enough for a loaded machine to start a process; a peer that hangs must not hang the run. */
const startUpLimitMs = 20_000;

export function createLab(address: string): LoopbackLab {
  const children = new Set<ChildProcess>();
  return {
    get pids() {
      return [...children].flatMap((child) => child.pid ?? []);
    },
    async startPeer() {
      const child = fork(peerProgram, [address], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      children.add(child);
      child.once('exit', () => children.delete(child));
      return peerOf(child, address, await listeningPort(child));
    },
    async close() {
      await Promise.all([...children].map(ended));
    },
  };
}

/** SIGKILL also ends a frozen process. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(
        new HalfopenError({
          code: 'peer-not-started',
          fault: 'machine',
          message: `A probe peer process could not be started: ${why}.`,
          hint: 'Check the limits on processes and memory (ulimit -u, ulimit -v).',
        }),
      );
    const timer = setTimeout(() => fail(`no answer within ${startUpLimitMs / 1000} s`), startUpLimitMs);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? `code ${code}`}`));
    child.once('message', (raw) => {
      clearTimeout(timer);
      const report = Report.parse(raw);
      if (report.said === 'listening') resolve(report.port);
    });
  });
}

function peerOf(child: ChildProcess, address: string, port: number): LabPeer {
  const waiting = new Map<number, { resolve: (instant: Instant) => void; reject: (error: Error) => void }>();
  let lost = (_reason: string): void => {};
  let expected = false;
  let lastId = 0;

  child.on('message', (raw) => {
    const report = Report.parse(raw);
    if (report.said === 'listening') return;
    const waiter = waiting.get(report.id);
    waiting.delete(report.id);
    if (report.said === 'done') waiter?.resolve({ from: ns(report.fromNs), to: ns(report.toNs) });
    else waiter?.reject(new Error(report.reason));
  });
  child.once('exit', (code, signal) => {
    const reason = `the peer process ended from outside (${signal ?? `code ${code}`})`;
    for (const waiter of waiting.values()) waiter.reject(new Error(reason));
    waiting.clear();
    if (!expected) lost(reason);
  });

  const order: LabPeer['order'] = (wanted) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      child.send({ ...wanted, id: lastId } satisfies Order, (error) => void (error && reject(error)));
    });

  return {
    pid: child.pid ?? 0,
    endpoint: { address, port },
    async expect(client, behaviour) {
      await order({ do: 'expect', clients: [client.port], behaviour });
    },
    onLost: (handle) => void (lost = handle),
    order,
    signal(signal) {
      expected ||= signal === 'SIGKILL';
      child.kill(signal);
    },
  };
}

/** How the peer knows our connections: by the port they come from. */
export const portsOf = (links: readonly Link[]): number[] => links.map((link) => link.local.port);
