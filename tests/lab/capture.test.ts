/** What really went over the wire, compared with what tshark makes of it. */
import type { Fault } from '#model/faults/index.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Link } from '#engine/ports.ts';
import { classify, freshFlow } from '#model/packet/classify.ts';
import type { PacketRole } from '#model/packet/classify.ts';
import { decode } from '#model/packet/decode.ts';
import type { CapturedPacket } from '#model/packet/decode.ts';
import { pcapng } from '#model/packet/pcapng.ts';
import { monotonicNow } from '#platform';
import { requires } from '../precondition.ts';
import { abilities, createNetwork, pinged } from './network-rig.ts';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;

interface Seen extends CapturedPacket {
  readonly role: PacketRole | 'icmp-error' | 'other';
}

/** The packets of one connection, each with its role. */
function read(packets: readonly CapturedPacket[], { local }: Link): readonly Seen[] {
  let flow = freshFlow;
  return packets.flatMap((packet): Seen[] => {
    const decoded = decode(packet);
    if (decoded.kind !== 'tcp') return [{ ...packet, role: decoded.kind }];
    if (decoded.fromPort !== local.port && decoded.toPort !== local.port) return [];
    const told = classify(flow, decoded, packet.isOutgoing);
    ({ flow } = told);
    return [{ ...packet, role: told.role }];
  });
}

/** One connection that is watched from its SYN to its death by keepalive after the fault. */
async function dying(fault: Fault) {
  const rig = await createNetwork(fault);
  onTestFinished(() => rig.ports.lab.close());
  const packets: CapturedPacket[] = [];
  const capture = await rig.peer.hosts.capture('client', (packet) => packets.push(packet));
  const link = await rig.connect({ keepalive: { idleMs: 1000, intervalMs: 1000, count: 2 } });
  expect(await pinged(link)).toBe('data');
  const { began } = await rig.ports.faultInjector.inject(fault, [{ peer: rig.peer, main: link, heartbeat: null }]);
  const ended = await new Promise<{ errno: string; at: number }>((resolve) => {
    link.onSignal((signal) => {
      if (signal.type === 'failed') resolve({ errno: signal.errno, at: signal.at });
    });
  });
  const { lost } = await capture.stop();
  return { began, ended, lost, packets, seen: read(packets, link) };
}

const withHosts = requires('private hosts', abilities.hosts === true);

withHosts.test(
  'a death by keepalive is two probes and a reset, which the application sees a moment later',
  async () => {
    const { began, ended, lost, seen } = await dying({ kind: 'route-blackhole' });
    expect(ended.errno).toBe('ETIMEDOUT');
    expect(lost).toBe(0);
    const after = seen.filter(({ atNs }) => atNs > began.to);
    expect(after.map(({ role }) => role)).toEqual(['keepalive-probe', 'keepalive-probe', 'reset']);
    // The kernel decided when it sent the reset; nothing can be seen before, and its stamps are on our clock.
    const decidedAt = after.at(-1)?.atNs ?? Infinity;
    expect(decidedAt).toBeLessThan(ended.at);
    expect(decidedAt).toBeGreaterThan(began.from);
    expect(ended.at).toBeLessThan(monotonicNow());
    expect(seen.slice(0, 3).map(({ role }) => role)).toEqual(['handshake', 'handshake', 'acknowledgement']);
    expect(seen.filter(({ role }) => role === 'data')).toHaveLength(2);
  },
);

requires('nft in private hosts', abilities.filter === true).test(
  'ICMP errors are seen although no error comes to the application before its time',
  async () => {
    const { ended, seen } = await dying({ kind: 'icmp-unreachable', reason: 'host', rateLimited: false });
    // One for each probe; the reset of the end may have another.
    const roles = seen.map(({ role }) => role);
    const before = roles.slice(0, roles.indexOf('reset'));
    expect(before.filter((role) => role === 'icmp-error')).toHaveLength(2);
    expect(ended.errno).toBe('ETIMEDOUT');
  },
);

withHosts.test('packets that found no room are counted', async () => {
  const rig = await createNetwork({ kind: 'route-blackhole' });
  onTestFinished(() => rig.ports.lab.close());
  let told = 0;
  const capture = await rig.peer.hosts.capture('client', () => (told += 1));
  const link = await rig.connect();
  const { pid } = rig.peer.hosts;
  // The kernel goes on forwarding while nobody fetches what it captured.
  process.kill(pid, 'SIGSTOP');
  for (let sequence = 1; sequence <= 3000; sequence += 1) await pinged(link, sequence);
  const info = link.inspect();
  process.kill(pid, 'SIGCONT');
  const { lost } = await capture.stop();
  const segments = 'unsupported' in info ? 0 : (info.segmentsOut ?? 0) + (info.segmentsIn ?? 0);
  expect(segments).toBeGreaterThan(6000);
  expect(lost).toBeGreaterThan(0);
  // Neither more nor less than there were; the SYN is counted by TCP_INFO or not, as it likes.
  expect(Math.abs(told + lost - segments)).toBeLessThanOrEqual(2);
});

requires('private hosts, tshark', abilities.hosts === true && hasTshark).test(
  'tshark opens the file, and agrees on probes, times and directions',
  async () => {
    const { packets, seen, lost } = await dying({ kind: 'route-blackhole' });
    const folder = mkdtempSync(join(tmpdir(), 'halfopen-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'trial.pcapng');
    writeFileSync(file, pcapng({ comment: 'one trial', interfaceName: 'client' }, packets, lost));
    const fields = ['frame.time_epoch', 'tcp.analysis.keep_alive', 'tcp.flags.reset', 'frame.len'];
    const run = spawnSync('tshark', ['-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])], {
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    });
    expect(run.status).toBe(0);
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines).toHaveLength(packets.length);
    expect(lines.map(([, probe]) => probe === '1')).toEqual(seen.map(({ role }) => role === 'keepalive-probe'));
    expect(lines.map(([, , reset]) => reset === '1' || reset === 'True')).toEqual(
      seen.map(({ role }) => role === 'reset'),
    );
    expect(lines.map(([time = '']) => BigInt(time.replace('.', '')))).toEqual(packets.map(({ realNs }) => realNs));
    expect(lines.map(([, , , length]) => Number(length))).toEqual(packets.map(({ length }) => length));
  },
);
