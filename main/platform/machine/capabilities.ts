/** Probes what works by doing it, never by reading settings that might mean something else. */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { release, type } from 'node:os';
import type { FaultInjector } from '#engine/ports.ts';
import type { Capabilities, Capability } from '#model/capability.ts';
import { optionFacts } from '#model/platforms/index.ts';
import { actionsToStrike, faultParts } from '#model/faults/index.ts';
import type { Fault } from '#model/faults/index.ts';
import { fdOf } from '#native';
import type { Applied, Loaded, Native } from '#native';
import type { NetworkAbilities } from '../linux/private-network.ts';
import { whyNoFilter } from '../faults/filter-here.ts';
import { operatingSystem } from './operating-system.ts';
import type { FilterOfProcess } from '../faults/packet-filter.ts';
import { connected } from '../sockets/transport.ts';

type Answer = Capability['can'];

const userTimeoutNames = 'TCP_USER_TIMEOUT; Windows: TCP_MAXRT; macOS: TCP_RXT_CONNDROPTIME';
const infoNames = { linux: 'TCP_INFO', windows: 'SIO_TCP_INFO', darwin: 'TCP_CONNECTION_INFO' } as const;
const everyCut: Fault = { kind: 'blackhole', direction: 'both' };

/** How long an acknowledgement on loopback may take before the peer counts as deaf: far above the 40 ms of a delayed ACK. */
const ackWaitMs = 120;

/** What was found out elsewhere. */
export interface FoundHere {
  readonly filter: FilterOfProcess | null;
  /** Rules of earlier starts that could not be removed. */
  readonly leftover: Exclude<Answer, true> | null;
  readonly network: NetworkAbilities;
}

export async function probeCapabilities(
  helper: Loaded,
  faultInjector: FaultInjector,
  { filter, leftover, network }: FoundHere,
): Promise<Capabilities> {
  const native = helper.ok ? helper.native : null;
  const missing: Answer = helper.ok ? true : { no: helper.reason, fix: helper.remedy };
  const probed = async (probe: (found: Native, fd: number, write: () => void) => Promise<Answer> | Answer) =>
    native === null ? missing : onLoopback((fd, write) => probe(native, fd, write));
  const keepalive = await probed(canSetKeepalive);
  const userTimeout = await probed(canSetUserTimeout);
  const info = await probed(canInspect);
  const cut = native?.abilities.cutOff === false ? faultInjector.can(everyCut) : await probed(canCut);
  const items: Capability[] = [
    { id: 'helper', what: 'native helper (socket options, TCP_INFO, cutting a connection)', can: missing },
    { id: 'option:keepalive', what: 'keepalive idle, interval and count of one socket', can: keepalive },
    { id: 'option:user-timeout', what: `user timeout of one socket (${userTimeoutNames})`, can: userTimeout },
    { id: 'tcp-info', what: `state and timers of our own sockets (${infoNames[operatingSystem()]})`, can: info },
    { id: 'cut', what: 'cut a connection, in each direction, without privileges (IP_MINTTL)', can: cut },
    ...(await firewallCapability(filter)),
    ...leftoverCapability(leftover),
    ...faultParts.map(({ example }) => faultCapability(example, faultInjector, cut)),
    {
      id: 'private-network',
      what: 'private hosts connected by a router, in unprivileged namespaces',
      can: network.hosts,
    },
    { id: 'packet-filter', what: 'packet filters in a private network (nft)', can: network.filter },
    {
      id: 'connection-tracking',
      what: 'a firewall in a private network that forgets connections',
      can: network.tracking,
    },
    { id: 'packet-capture', what: 'packet capture in a private network (AF_PACKET)', can: network.capture },
  ];
  const options = optionFacts.filter(({ os }) => os === operatingSystem());
  return { os: type(), kernel: release(), items, options };
}

/** Only where it is the way to cut a connection off. */
async function firewallCapability(filter: FilterOfProcess | null): Promise<readonly Capability[]> {
  const off = whyNoFilter();
  if (off === null && filter === null) return [];
  const what = 'cut connections with rules in the packet filter of the system (only with --allow-firewall)';
  return [{ id: 'firewall', what, can: off ?? (await filter?.can()) ?? true }];
}

/** Only where there is something to say: it is a trouble and no ability. */
function leftoverCapability(leftover: FoundHere['leftover']): readonly Capability[] {
  if (leftover === null) return [];
  return [
    { id: 'firewall-leftovers', what: 'remove rules that earlier starts left in the packet filter', can: leftover },
  ];
}

function faultCapability(fault: Fault, faultInjector: FaultInjector, cut: Answer): Capability {
  const needsCut = actionsToStrike(fault).some((action) => action.do === 'cut');
  const asked = faultInjector.can(fault);
  return { id: `fault:${fault.kind}`, what: `fault ${fault.kind}`, can: asked === true && needsCut ? cut : asked };
}

/** Runs `probe` on one end of a real loopback connection; `write` sends a byte from the other end. */
async function onLoopback(probe: (fd: number, write: () => void) => Promise<Answer> | Answer): Promise<Answer> {
  const server = createServer((socket) => void socket.on('error', () => {}));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  try {
    const port = await listening(server);
    const socket = await connected({ address: '127.0.0.1', port }, new AbortController().signal);
    const other = await accepted;
    const answer = await probe(fdOf(socket), () => void other.write('x'));
    socket.destroy();
    other.destroy();
    return answer;
  } catch (error) {
    return { no: error instanceof Error ? error.message : String(error) };
  } finally {
    server.close();
  }
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    // It stays, for connections that cannot be accepted: then there is none to probe.
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

function canSetKeepalive(native: Native, fd: number): Answer {
  const { count } = native.limits;
  if (count === null) return { no: 'this system has no keepalive options for one socket' };
  const applied = native.applyOptions(fd, {
    keepalive: true,
    idleMs: 1000,
    intervalMs: 1000,
    count: Math.max(count.min, Math.min(3, count.max)),
  });
  return appliedAnswer(applied);
}

function canSetUserTimeout(native: Native, fd: number): Answer {
  if (native.limits.userTimeoutMs === null)
    return { no: 'this system has no such option', fix: 'Windows has one since Windows Vista, macOS since 10.8.' };
  return appliedAnswer(native.applyOptions(fd, { userTimeoutMs: 3000 }));
}

function appliedAnswer(applied: Applied): Answer {
  if (applied.ok) return true;
  return { no: 'failure' in applied ? `the kernel answered ${applied.failure.code}` : 'the values were refused' };
}

function canInspect(native: Native, fd: number): Answer {
  const info = native.tcpInfo(fd);
  if (!info.ok) return { no: `the kernel answered ${info.failure.code}` };
  return info.value.state === 'ESTABLISHED' || { no: `it reports an open connection as ${info.value.state}` };
}

/** The socket is deaf if a byte sent to it never arrives in its queue. */
async function canCut(native: Native, fd: number, write: () => void): Promise<Answer> {
  const cut = native.cutOff(fd);
  if (!cut.ok) return { no: `the kernel answered ${cut.failure.code} to IP_MINTTL` };
  write();
  await new Promise((resolve) => void setTimeout(resolve, ackWaitMs));
  const info = native.tcpInfo(fd);
  if (!info.ok || info.value.bytesReceived === undefined) return { no: 'TCP_INFO does not report what arrived' };
  return info.value.bytesReceived === 0 ? true : { no: 'the kernel accepts IP_MINTTL but lets packets through' };
}
