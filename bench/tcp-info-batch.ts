/** TCP_INFO of many sockets of our own: one batch into a buffer, one object each, and `ss -ti` as a program. */
import { spawnSync } from 'node:child_process';
import type { Row } from './row.ts';
import { fdOf, loadNative, tcpInfoSlotBytes } from '#native';
import type { Socket } from 'node:net';
import { createPorts } from '#platform';

const sockets = 500;
const rounds = 7;

export async function tcpInfoBatch(): Promise<Row[]> {
  const loaded = loadNative();
  if (!loaded.ok) throw new Error(loaded.reason);
  const { native } = loaded;
  const ports = createPorts();
  try {
    const peer = await ports.lab.startPeer();
    const links = await Promise.all(
      Array.from({ length: sockets }, () => ports.transport.dial(peer.endpoint, {}, new AbortController().signal)),
    );
    const fds = Int32Array.from(links, (link) => fdOf((link as unknown as { socket: Socket }).socket));
    const buffer = Buffer.alloc(sockets * tcpInfoSlotBytes);
    const batch = times(() => native.tcpInfoBatch(fds, buffer));
    const each = times(() => fds.forEach((fd) => void native.tcpInfo(fd)));
    const ss = times(() => spawnSync('ss', ['-tinH', 'dport', '=', `:${peer.endpoint.port}`]));
    for (const link of links) link.close('rst');
    return [
      versus(`TCP_INFO of ${sockets} sockets, batch`, batch, 'ss -tin', ss),
      versus(`TCP_INFO of ${sockets} sockets, batch`, batch, 'one object each', each),
    ];
  } finally {
    await ports.lab.close();
  }
}

/** Milliseconds of each round. */
function times(work: () => void): number[] {
  work();
  return Array.from({ length: rounds }, () => {
    const began = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - began) / 1e6;
  });
}

export function versus(name: string, ours: readonly number[], rivalName: string, rival: readonly number[]): Row {
  const ratios = ours.map((time, round) => (rival[round] ?? time) / time);
  return {
    name,
    ours: median(ours),
    unit: 'ms',
    rival: median(rival),
    rivalName,
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
