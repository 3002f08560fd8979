/** Each fault of a network as it shows from outside Halfopen's own opinion: counters of the kernel, errnos, answers. */
import type { Fault } from '#model/faults/index.ts';
import { expect, onTestFinished } from 'vitest';
import type { Link } from '#engine/ports.ts';
import type { TcpInfo } from '#model/tcp-info.ts';
import { requires } from '../precondition.ts';
import { abilities, createNetwork, pinged } from './network-rig.ts';
import type { NetworkRig } from './network-rig.ts';

async function network(fault: Fault): Promise<NetworkRig> {
  const rig = await createNetwork(fault);
  onTestFinished(() => rig.ports.lab.close());
  return rig;
}

const infoOf = (link: Link): TcpInfo => {
  const info = link.inspect();
  if ('unsupported' in info) throw new Error(info.unsupported);
  return info;
};

const struck = ({ ports, peer }: NetworkRig, fault: Fault, link: Link) =>
  ports.faultInjector.inject(fault, [{ peer, main: link, heartbeat: null }]);

const withHosts = requires('private hosts', abilities.hosts === true);
const withFilter = requires('nft in private hosts', abilities.filter === true);
const withTracking = requires('connection tracking in private hosts', abilities.tracking === true);

const silent: readonly Fault[] = [
  { kind: 'link-down', side: 'own' },
  { kind: 'link-down', side: 'peer' },
  { kind: 'link-down', side: 'router' },
  { kind: 'route-blackhole' },
];
const filtered: readonly Fault[] = [
  { kind: 'loss', direction: 'both', percent: 100 },
  { kind: 'loss', direction: 'to-peer', percent: 100 },
  { kind: 'loss', direction: 'from-peer', percent: 100 },
  { kind: 'icmp-unreachable', reason: 'host', rateLimited: true },
  { kind: 'icmp-unreachable', reason: 'port', rateLimited: false },
  { kind: 'icmp-unreachable', reason: 'admin', rateLimited: false },
];

for (const fault of [...silent, ...filtered]) {
  const { kind, ...rest } = fault;
  (silent.includes(fault) ? withHosts : withFilter).test(
    `nothing gets through while ${kind} ${JSON.stringify(rest)} lasts, and all does when it is healed`,
    async () => {
      const rig = await network(fault);
      const link = await rig.connect();
      expect(await pinged(link)).toBe('data');
      const before = infoOf(link).segmentsIn;
      const { began, lift } = await struck(rig, fault, link);
      expect(began.to).toBeGreaterThanOrEqual(began.from);
      const answered = pinged(link, 2);
      // The kernel tries again: only then is it sure that nothing came back to the first try.
      await expect
        .poll(() => (infoOf(link).retransmits ?? 0) + (infoOf(link).probes ?? 0), { timeout: 5000 })
        .toBeGreaterThan(0);
      expect(infoOf(link).segmentsIn).toBe(before);
      await lift();
      expect(await answered).toBe('data');
    },
    20_000,
  );
}

withFilter.test(
  'a share of the packets is lost, and the connection lives on',
  async () => {
    const fault = { kind: 'loss', direction: 'both', percent: 30 } as const;
    const rig = await network(fault);
    const links = await Promise.all(Array.from({ length: 40 }, () => rig.connect()));
    const [first] = links;
    if (first === undefined) throw new Error('no link');
    await struck(rig, fault, first);
    const answers = await Promise.all(links.map((link) => pinged(link)));
    expect(new Set(answers)).toEqual(new Set(['data']));
    // Of 40 PINGs and their answers about 20 need another try; none or all would be a wonder (p < 1e-9).
    const segments = links.map((link) => infoOf(link).segmentsOut ?? 0);
    const fewest = Math.min(...segments);
    const again = segments.filter((count) => count > fewest).length;
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThan(40);
  },
  30_000,
);

withFilter.test('a middlebox answers the next packet by RST, and a silent connection learns nothing', async () => {
  const rig = await network({ kind: 'middlebox-rst' });
  const [talking, quiet] = await Promise.all([rig.connect(), rig.connect()]);
  await struck(rig, { kind: 'middlebox-rst' }, talking);
  expect(await pinged(talking)).toBe('ECONNRESET');
  expect(infoOf(quiet).state).toBe('ESTABLISHED');
});

withHosts.test('a host that lost power knows nothing of the connection when it is back', async () => {
  const fault = { kind: 'host-reboot', downMs: 100 } as const;
  const rig = await network(fault);
  const link = await rig.connect();
  expect(await pinged(link)).toBe('data');
  const { lift } = await struck(rig, fault, link);
  await lift();
  expect(await pinged(link, 2)).toBe('ECONNRESET');
});

for (const [reply, ends] of [
  ['rst', 'ECONNRESET'],
  ['drop', 'ETIMEDOUT'],
] as const)
  withTracking.test(
    `a firewall forgets what is silent for a second, then answers by ${reply}; who speaks sooner is remembered`,
    async () => {
      const fault = { kind: 'firewall-forgets', afterMs: 1000, reply } as const;
      const rig = await network(fault);
      const keepalive = { idleMs: 3000, intervalMs: 1000, count: 1 };
      const [silentOne, speaking] = await Promise.all([rig.connect({ keepalive }), rig.connect()]);
      const ended = new Promise((resolve) => {
        silentOne.onSignal((signal) => resolve(signal.type === 'failed' ? signal.errno : signal.type));
      });
      await struck(rig, fault, silentOne);
      let answers = 0;
      const talk = async (): Promise<void> => {
        for (;;) {
          const answer = await Promise.race([pinged(speaking, answers + 1), ended.then(() => 'over')]);
          if (answer !== 'data') return;
          answers += 1;
          await new Promise((resolve) => void setTimeout(resolve, 300));
        }
      };
      const talking = talk();
      expect(await ended).toBe(ends);
      await talking;
      expect(answers).toBeGreaterThan(5);
      expect(infoOf(speaking).state).toBe('ESTABLISHED');
    },
    20_000,
  );

withHosts.test('the network is lost with its process: the peer says so, and nothing more can be broken', async () => {
  const fault = { kind: 'route-blackhole' } as const;
  const rig = await network(fault);
  const link = await rig.connect();
  const lost = new Promise<string>((resolve) => rig.peer.onLost(resolve));
  process.kill(rig.peer.hosts.pid, 'SIGKILL');
  expect(await lost).toContain('the private network ended from outside (SIGKILL)');
  await expect(struck(rig, fault, link)).rejects.toMatchObject({ detail: { code: 'private-network-lost' } });
});

withHosts.test('a peer that is in no private network cannot be struck by the fault of one', async () => {
  const rig = await network({ kind: 'route-blackhole' });
  const outside = await rig.ports.lab.startPeer();
  expect(rig.ports.faultInjector.can({ kind: 'route-blackhole' }, outside)).toMatchObject({ no: expect.any(String) });
  expect(rig.ports.faultInjector.can({ kind: 'route-blackhole' }, rig.peer)).toBe(true);
  expect(rig.ports.faultInjector.can({ kind: 'route-blackhole' })).toBe(true);
});
