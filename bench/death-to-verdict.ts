/**
 * How long after the kernel gave a connection up does the application know?
 * A worker spins on TCP_INFO of sockets that die by keepalive and stamps the first CLOSED it sees;
 * the main thread stamps the error event of the same socket.
 */
import { quietly } from '#model/responder.ts';
import { Worker } from 'node:worker_threads';
import type { Row } from './row.ts';
import { createPorts } from '#platform';
import { fdOf } from '#native';
import type { Socket } from 'node:net';

const sockets = 40;
const options = { keepalive: { idleMs: 1000, intervalMs: 1000, count: 1 } };

export async function deathToVerdict(): Promise<Row[]> {
  const ports = createPorts();
  try {
    const peer = await ports.lab.startPeer();
    const links = await Promise.all(
      Array.from({ length: sockets }, async () => {
        const link = await ports.transport.dial(peer.endpoint, options, new AbortController().signal);
        await peer.expect(link.local, { ...quietly, reads: true });
        return link;
      }),
    );
    const fds = links.map((link) => fdOf((link as unknown as { socket: Socket }).socket));
    const watcher = new Worker(new URL('./death-watcher.ts', import.meta.url), { workerData: fds });
    await new Promise((resolve) => watcher.once('message', resolve));
    const told = Promise.all(
      links.map(
        (link) =>
          new Promise<number>((resolve) => {
            link.onSignal((signal) => resolve(signal.at));
          }),
      ),
    );
    const died = new Promise<number[]>((resolve) => void watcher.once('message', resolve));
    const targets = links.map((main) => ({ peer, main, heartbeat: null }));
    await ports.faultInjector.inject({ kind: 'blackhole', direction: 'both' }, targets);
    const [toldAt, diedAt] = await Promise.all([told, died]);
    const delaysMs = toldAt.map((at, index) => (at - (diedAt[index] ?? at)) / 1e6).toSorted((a, b) => a - b);
    const at = (share: number): number =>
      delaysMs[Math.min(delaysMs.length - 1, Math.floor(share * delaysMs.length))] ?? 0;
    return [
      { name: 'kernel death to verdict, p50', ours: at(0.5), unit: 'ms' },
      { name: 'kernel death to verdict, p99', ours: at(0.99), unit: 'ms' },
    ];
  } finally {
    await ports.lab.close();
  }
}
