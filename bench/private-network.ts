/** Making and leaving private hosts, beside the same network made by ip(8). */
import { spawnSync } from 'node:child_process';
import { findLab, loadNative } from '#native';
import { startPrivateHosts } from '../main/platform/linux/private-hosts.ts';
import type { Row } from './row.ts';
import { median, versus } from './tcp-info-batch.ts';

const rounds = 20;

/** Client (here), router and server, cables, addresses and routes, as a script would make them. */
const script = `
  mount -t tmpfs none /run && mkdir /run/netns
  ip netns add router && ip netns add server
  ip link add eth0 type veth peer name to-client netns router
  ip -n router link add to-server type veth peer name eth0 netns server
  ip addr add 198.18.250.2/24 dev eth0 && ip link set eth0 up && ip link set lo up
  ip route add default via 198.18.250.1
  ip -n router addr add 198.18.250.1/24 dev to-client && ip -n router link set to-client up
  ip -n router addr add 198.19.250.1/24 dev to-server && ip -n router link set to-server up
  ip netns exec router sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
  ip -n server addr add 198.19.250.2/24 dev eth0 && ip -n server link set eth0 up && ip -n server link set lo up
  ip -n server route add default via 198.19.250.1
`;

export async function privateNetwork(): Promise<Row[]> {
  const loaded = loadNative();
  const program = findLab();
  if (!loaded.ok || program === null) return [];
  const [started, stopped, scripted]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    const hosts = await startPrivateHosts({ native: loaded.native, program, number: 250 });
    const made = performance.now();
    await hosts.close();
    started.push(made - begun);
    stopped.push(performance.now() - made);
    const before = performance.now();
    const { status, stderr } = spawnSync('unshare', ['-rnm', 'sh', '-ec', script], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`ip(8) could not make the network: ${stderr}`);
    scripted.push(performance.now() - before);
  }
  return [
    versus('private network of three hosts, made', started, 'unshare and ip(8)', scripted),
    { name: 'private network of three hosts, left', ours: median(stopped), unit: 'ms' },
  ];
}
