/**
 * Private hosts: client, router and server, each with a network of its own, in one process of a small C program
 * (native/lab/main.c). Sockets are made there and handed over; whoever holds them needs no namespace and no privilege.
 */
import { Socket } from 'node:net';
import { HalfopenError } from '#model/error.ts';
import type { Endpoint } from '#model/event.ts';
import type { CapturedPacket } from '#model/packet/decode.ts';
import { ns } from '#model/time.ts';
import type { Instant } from '#model/time.ts';
import type { Native } from '#native';
import type { LabAnswer } from './lab-messages.ts';
import { errnoName, labEnvironment, startLabProcess } from './lab-process.ts';
import type { LabProcess } from './lab-process.ts';

export type HostName = 'client' | 'router' | 'server';

/** Its interfaces: each host's own, and the router's two ports. */
export type Cable =
  | { readonly host: 'client' | 'server'; readonly name: 'eth0' }
  | { readonly host: 'router'; readonly name: 'to-client' | 'to-server' };

/** Where another process of this user fetches a socket. */
export interface Ticket {
  readonly door: string;
  readonly ticket: string;
}

export interface PrivateHosts {
  readonly pid: number;
  readonly server: string;
  /** A connection from the client; @throws HalfopenError `not-reachable` with the errno. */
  dial(to: Endpoint, signal: AbortSignal): Promise<Socket>;
  /** A listening socket of the server, to be fetched once. */
  listen(port: number): Promise<Ticket>;
  turn(cable: Cable, state: 'up' | 'down'): Promise<Instant>;
  /** The router drops silently what is for the server. */
  blackhole(how: 'add' | 'del'): Promise<Instant>;
  /** Replaces the packet filter of the router (nft(8)); rejects with what nft said. */
  filter(ruleset: string): Promise<Instant>;
  /** The router forgets every connection after so long without a packet, beginning now; needs a filter that tracks. */
  forgetAfter(seconds: number): Promise<Instant>;
  /** A setting below /proc/sys of that host. */
  set(host: HostName, path: string, value: string | number): Promise<Instant>;
  /** The server loses power; what it knew stays lost. */
  halt(): Promise<Instant>;
  boot(): Promise<Instant>;
  /** Every IPv4 packet that its interface sees from now on; one host at a time. */
  capture(host: 'client' | 'server', onPacket: (packet: CapturedPacket) => void): Promise<Capture>;
  onLost(handle: (reason: string) => void): void;
  close(): Promise<void>;
}

/** A capture under way. */
export interface Capture {
  /** How many packets found no room so far. */
  readonly lost: number;
  /** Ends it; resolves when every packet until then was told, to how many found no room. */
  stop(): Promise<{ readonly lost: number }>;
}

export interface HostsParts {
  readonly native: Native;
  /** Where halfopen-lab is: `findLab()`. */
  readonly program: string;
  /** 1 to 254: 198.18.N.2 (client), 198.19.N.2 (server). */
  readonly number: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** RFC 2544 sets 198.18.0.0/15 aside for benchmarks: never a real destination. */
export const serverAddress = (number: number): string => `198.19.${number}.2`;

/** @throws HalfopenError `no-private-network`. */
export async function startPrivateHosts({ native, program, number, env }: HostsParts): Promise<PrivateHosts> {
  const lab = await startLabProcess(program, number, env ?? labEnvironment());
  const change = async (what: string, ...words: readonly string[]): Promise<Instant> =>
    instantOf(succeeded(what, await lab.ask(words)));
  return {
    pid: lab.pid,
    server: serverAddress(number),
    dial: (to, signal) => dial(lab, native, to, signal),
    async listen(port) {
      const { ticket = '' } = succeeded(`listen on port ${port}`, await lab.ask(['listen', String(port)]));
      return { door: lab.door, ticket };
    },
    turn: ({ host, name }, state) => change(`turn ${name} of ${host} ${state}`, 'link', host, name, state),
    blackhole: (how) => change('change a route', 'blackhole', how),
    forgetAfter: (seconds) => change('shorten connection tracking', 'forget-after', String(seconds)),
    set: (host, path, value) => change(`set ${path}`, 'sysctl', host, path, String(value)),
    filter: async (ruleset) => instantOf(ran(await lab.ask(['run', 'router', 'nft', '-f', '-'], ruleset))),
    async halt() {
      // At once when its cable is dead; taking the host away behind it takes the kernel 15 ms.
      const began = await change('cut the server off', 'link', 'server', 'eth0', 'down');
      await change('take the server away', 'halt');
      return began;
    },
    boot: () => change('start the server', 'boot'),
    capture: (host, onPacket) => capture(lab, host, onPacket),
    onLost: (handle) => lab.onLost(handle),
    close: () => lab.close(),
  };
}

async function capture(lab: LabProcess, host: HostName, onPacket: (packet: CapturedPacket) => void): Promise<Capture> {
  let lost = 0;
  lab.onTold((line) => {
    if ('lost' in line) lost += line.lost;
    else
      onPacket({
        atNs: line.atNs,
        realNs: BigInt(line.realNs),
        isOutgoing: line.out,
        length: line.length,
        bytes: Buffer.from(line.packet, 'hex'),
      });
  });
  succeeded(`capture at ${host}`, await lab.ask(['capture', host]));
  return {
    get lost() {
      return lost;
    },
    async stop() {
      await lab.ask(['capture', 'off']);
      return { lost };
    },
  };
}

async function dial(lab: LabProcess, native: Native, to: Endpoint, signal: AbortSignal): Promise<Socket> {
  const { result, ticket = '' } = await lab.ask(['dial', to.address, String(to.port)]);
  if (result < 0) throw notReachable(to, errnoName(result));
  const fetched = native.fetch(lab.door, ticket);
  if (!fetched.ok) throw networkRefused('hand over a connection', fetched.failure.code);
  const socket = new Socket({ fd: fetched.value, allowHalfOpen: true, readable: true, writable: true });
  // Before its owner listens: `linkOf` tells of one that came before.
  socket.on('error', () => {});
  socket.setNoDelay(true);
  if (!signal.aborted) return socket;
  socket.destroy();
  throw new HalfopenError({ code: 'cancelled', fault: 'input', message: 'Cancelled while connecting.' });
}

const notReachable = (to: Endpoint, errno: string): HalfopenError =>
  new HalfopenError({
    code: 'not-reachable',
    fault: 'peer',
    message: `No TCP connection to ${to.address} port ${to.port} in the private network: ${errno}.`,
    hint: 'The fault that was set up there may already be dropping packets.',
    errno,
  });

const instantOf = ({ fromNs, toNs }: LabAnswer): Instant => ({ from: ns(fromNs), to: ns(toNs) });

function succeeded(what: string, answer: LabAnswer): LabAnswer {
  if (answer.result >= 0) return answer;
  throw networkRefused(what, errnoName(answer.result));
}

/** What these errors mean where the kernel or halfopen-lab is asked over a socket. */
const meanings: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'no answer in time (ETIMEDOUT)',
  EINTR: 'the list kept changing while the kernel told it (EINTR)',
};

export function networkRefused(what: string, errno: string): HalfopenError {
  return new HalfopenError({
    code: 'private-network-refused',
    fault: 'machine',
    message: `The private network could not ${what}: ${meanings[errno] ?? errno}.`,
    hint: 'See "halfopen capabilities" for what the kernel of this machine lacks.',
    errno,
  });
}

/** A program that ended well. */
function ran(answer: LabAnswer): LabAnswer {
  if (answer.result === 0) return answer;
  throw new HalfopenError({ code: 'no-packet-filter', fault: 'machine', ...refusedFilter(answer) });
}

/** What keeps nft from working, and what to do. */
export function refusedFilter({ result, said = '' }: Pick<LabAnswer, 'result' | 'said'>): {
  readonly message: string;
  readonly hint: string;
} {
  if (result < 0)
    return {
      message: `The program "nft" does not start (${errnoName(result)}).`,
      hint: 'Install it: sudo apt install nftables.',
    };
  const [first = ''] = said.trim().split('\n');
  return {
    message: `Packet filters cannot be set in a private network: ${first === '' ? `nft ended with ${result}` : first}`,
    hint: 'The kernel needs nf_tables and nf_conntrack; load them once: sudo modprobe nf_tables nft_ct nft_reject_inet nf_conntrack.',
  };
}
